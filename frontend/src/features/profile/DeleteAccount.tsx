import { Button, Modal } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { Profile } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { EmailField } from "@/shared/forms/fields";
import { Panel } from "@/shared/ui/Panel";

/** Delete the account; the session ends with it. */
function useDeleteAccount() {
  const api = useApi();
  const { keeper } = useSession();

  return useMutation<unknown, ProblemError>({
    mutationFn: () => answer(api.DELETE("/api/me")),
    onSuccess: () => keeper.end("deleted"),
  });
}

export function DeleteAccount({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure();

  return (
    <Panel title={t("profile.remove.title")} lead={t("profile.remove.lead")}>
      <Button variant="outline" color="red" onClick={open}>
        {t("profile.remove.open")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("profile.remove.question")}
        closeButtonProps={{ "aria-label": t("profile.remove.cancel") }}
        centered
      >
        <Confirmation address={profile.email ?? profile.username} onCancel={close} />
      </Modal>
    </Panel>
  );
}

/** Asks again, in a way that is not done by a slip. */
function Confirmation({ address, onCancel }: { address: string; onCancel: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteAccount();
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
        <Button type="button" variant="default" onClick={onCancel}>
          {t("profile.remove.cancel")}
        </Button>
      }
    >
      <p>{t("profile.remove.warning")}</p>
      <EmailField autoComplete="off" data-autofocus {...form.getInputProps("email")} />
    </AccountForm>
  );
}
