import { Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { Profile } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { EmailField } from "@/shared/forms/fields";
import { Button } from "@/shared/ui/Button";
import classes from "@/shared/ui/Dialog.module.css";
import { Panel } from "@/shared/ui/Panel";

/** Delete the account; the session ends with it. */
function useDeleteAccount() {
  const api = useApi();
  const { manager, tokens } = useSession();

  return useMutation<unknown, ProblemError>({
    mutationFn: () => answer(api.DELETE("/api/me")),
    onSuccess: () => {
      tokens.forgetEmail();
      manager.end("deleted");
    },
  });
}

export function DeleteAccount({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const remove = useDeleteAccount();
  const heading = useId();

  return (
    <Panel title={t("profile.remove.title")} lead={t("profile.remove.lead")}>
      <Button variant="outline" color="red" onClick={() => setAsking(true)}>
        {t("profile.remove.open")}
      </Button>
      {isAsking && (
        <dialog
          ref={(element) => {
            dialog.current = element;
            element?.showModal();
          }}
          className={classes.dialog}
          aria-labelledby={heading}
          // What has been sent cannot be stopped, so it does not look as if it could.
          closedby={remove.isPending ? "none" : "closerequest"}
          onCancel={(event) => remove.isPending && event.preventDefault()}
          onClose={() => setAsking(false)}
        >
          <Title order={2} id={heading}>
            {t("profile.remove.question")}
          </Title>
          <Confirmation
            address={profile.email ?? profile.username}
            remove={remove}
            onCancel={() => dialog.current?.close()}
          />
        </dialog>
      )}
    </Panel>
  );
}

type ConfirmationProps = { address: string; remove: ReturnType<typeof useDeleteAccount>; onCancel: () => void };

/** Asks again, in a way that is not done by a slip. */
function Confirmation({ address, remove, onCancel }: ConfirmationProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { email: "" },
    validate: {
      email: (email) => (email.trim().toLowerCase() === address.toLowerCase() ? null : t("profile.remove.mismatch")),
    },
  });

  return (
    <AccountForm
      form={form}
      submit={t("profile.remove.confirm")}
      color="red"
      onSubmit={() => remove.mutateAsync()}
      aside={
        <Button type="button" variant="default" disabled={remove.isPending} onClick={onCancel}>
          {t("profile.remove.cancel")}
        </Button>
      }
    >
      <p>{t("profile.remove.warning")}</p>
      <EmailField autoComplete="off" {...form.getInputProps("email")} />
    </AccountForm>
  );
}
