import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useApi } from "@/shared/api/ApiContext";
import type { Profile } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import type { Check } from "@/shared/forms/checks";
import { EmailField } from "@/shared/forms/fields";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Panel } from "@/shared/ui/Panel";

import { accountDataTexts } from "./texts";

/** Delete the account, which ends the session. */
function useDeleteAccount() {
  const api = useApi();
  const { manager, tokens } = useSession();

  return useMutation<unknown, ProblemError, unknown>({
    mutationFn: () => unwrap(api.DELETE("/api/me")),
    onSuccess: () => {
      tokens.forgetEmail();
      manager.end("deleted");
    },
  });
}

export function DeleteAccount({ profile }: { profile: Profile }) {
  const texts = useTexts(accountDataTexts).remove;
  const [isOpen, setOpen] = useState(false);
  const remove = useDeleteAccount();
  const close = () => setOpen(false);

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Button variant="outline" color="red" onClick={() => setOpen(true)}>
        {texts.open}
      </Button>
      <Dialog title={texts.question} isOpen={isOpen} isBusy={remove.isPending} onClose={close}>
        <Confirmation address={profile.email ?? profile.username} remove={remove} onCancel={close} />
      </Dialog>
    </Panel>
  );
}

type ConfirmationProps = { address: string; remove: ReturnType<typeof useDeleteAccount>; onCancel: () => void };

/** Asks for the address, so that nobody deletes an account by mistake. */
function Confirmation({ address, remove, onCancel }: ConfirmationProps) {
  const texts = useTexts(accountDataTexts).remove;
  return (
    <AccountForm
      mutation={remove}
      checks={{ email: isAddress(address) }}
      request={() => null}
      submit={texts.confirm}
      color="red"
      aside={
        <Button variant="default" disabled={remove.isPending} onClick={onCancel}>
          {texts.cancel}
        </Button>
      }
    >
      <p>{texts.warning}</p>
      <EmailField autoComplete="off" />
    </AccountForm>
  );
}

function isAddress(address: string): Check {
  return (value) => (value.trim().toLowerCase() === address.toLowerCase() ? null : { code: "email-different" });
}
