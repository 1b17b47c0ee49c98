import { Group, Title } from "@mantine/core";
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { paths } from "@/shared/paths";
import { Button } from "@/shared/ui/Button";
import classes from "@/shared/ui/Dialog.module.css";
import { Panel } from "@/shared/ui/Panel";

/** Signing out on every device, which is asked about first: others are to sign in again. */
export function SignOutEverywhere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  return (
    <Panel title={t("profile.sessions.title")} lead={t("profile.sessions.lead")}>
      <Button variant="default" onClick={() => dialog.current?.showModal()}>
        {t("profile.sessions.everywhere")}
      </Button>
      <dialog ref={dialog} className={classes.dialog} aria-labelledby={heading}>
        <Title order={2} id={heading}>
          {t("profile.sessions.question")}
        </Title>
        <p>{t("profile.sessions.warning")}</p>
        <Group mt="md">
          <Button onClick={() => void navigate(paths.signOut, { state: { everywhere: true } })}>
            {t("profile.sessions.everywhere")}
          </Button>
          <Button variant="default" onClick={() => dialog.current?.close()}>
            {t("profile.sessions.cancel")}
          </Button>
        </Group>
      </dialog>
    </Panel>
  );
}
