import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useApi } from "@/shared/api/ApiContext";
import type { PasswordPolicy } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { CheckField } from "@/shared/forms/CheckField";
import { equals, isAnything, isFilled, satisfies } from "@/shared/forms/checks";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { KnownUsername, PasswordField } from "@/shared/forms/PasswordField";
import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { changePasswordTexts } from "./texts";

type Passwords = { current_password: string; new_password: string; sign_out_others: boolean };

function useChangePassword() {
  const api = useApi();

  return useMutation<unknown, ProblemError, Passwords>({
    mutationFn: (passwords) => unwrap(api.PUT("/api/me/password", { body: { ...passwords, sign_out_others: true } })),
  });
}

export function ChangePasswordForm({ username, policy }: { username: string; policy: PasswordPolicy }) {
  const texts = useTexts(changePasswordTexts);
  const { fields } = useTexts(formTexts);
  const change = useChangePassword();
  const [changes, setChanges] = useState(0);
  const checks = {
    current_password: isFilled,
    new_password: satisfies(policy),
    confirm: equals("new_password"),
    sign_out_others: isAnything,
  };

  return (
    <Panel title={texts.change}>
      <AccountForm
        mutation={change}
        checks={checks}
        request={({ current_password, new_password, sign_out_others }) => ({
          current_password,
          new_password,
          sign_out_others: sign_out_others === "true",
        })}
        onSuccess={() => setChanges(changes + 1)}
        submit={texts.change}
        fullWidth={false}
        aside={change.isSuccess && <Notice>{texts.changed}</Notice>}
      >
        {/* A new key after each change empties the fields. */}
        <KnownUsername username={username} />
        <PasswordField key={`current ${changes}`} label={fields.currentPassword} name="current_password" />
        <NewPasswordFields key={`new ${changes}`} name="new_password" policy={policy} />
        <CheckField key={`others ${changes}`} name="sign_out_others" label={texts.signOutOthers} defaultChecked />
      </AccountForm>
    </Panel>
  );
}
