import { useSession } from "@/features/session/hooks/SessionContext";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isFilled } from "@/shared/forms/checks";
import { KnownUsername, PasswordField } from "@/shared/forms/PasswordField";
import { useTexts } from "@/shared/i18n/texts";

import { stepUpTexts } from "./texts";
import { useProveIdentity } from "./useStepUp";

export function PasswordProof() {
  const { submit } = useTexts(stepUpTexts);
  const { tokens } = useSession();
  const prove = useProveIdentity();
  return (
    <AccountForm
      mutation={prove}
      checks={{ password: isFilled }}
      request={({ password }) => ({ method: "password" as const, password })}
      submit={submit}
      isMain
    >
      <KnownUsername username={tokens.email} />
      <PasswordField name="password" />
    </AccountForm>
  );
}
