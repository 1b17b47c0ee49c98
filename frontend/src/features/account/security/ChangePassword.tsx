import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { useApi } from "@/shared/api/ApiContext";
import type { PasswordPolicy } from "@/shared/api/models";
import { answer, type ProblemError } from "@/shared/api/problem";
import { AccountForm } from "@/shared/forms/AccountForm";
import { equals, isFilled, satisfies } from "@/shared/forms/checks";
import { KnownUsername, PasswordField } from "@/shared/forms/fields";
import { NewPasswordFields } from "@/shared/forms/NewPasswordFields";
import { formTexts } from "@/shared/forms/texts";
import { useTexts } from "@/shared/i18n/texts";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { securityTexts } from "./texts";

type Passwords = { current_password: string; new_password: string };

function useChangePassword() {
  const api = useApi();

  return useMutation<unknown, ProblemError, Passwords>({
    mutationFn: (passwords) => answer(api.PUT("/api/me/password", { body: { ...passwords, sign_out_others: true } })),
  });
}

export function ChangePassword({ username, policy }: { username: string; policy: PasswordPolicy }) {
  const texts = useTexts(securityTexts).password;
  const { fields } = useTexts(formTexts);
  const change = useChangePassword();
  const [changes, setChanges] = useState(0);
  const checks = { current_password: isFilled, new_password: satisfies(policy), confirm: equals("new_password") };

  return (
    <Panel title={texts.change} lead={texts.changeLead} id="password">
      <AccountForm
        mutation={change}
        checks={checks}
        request={({ current_password, new_password }) => ({ current_password, new_password })}
        onSuccess={() => setChanges(changes + 1)}
        submit={texts.change}
        fullWidth={false}
        aside={change.isSuccess && <Notice>{texts.changed}</Notice>}
      >
        {/* A new key after each change empties the fields. */}
        <KnownUsername username={username} />
        <PasswordField key={`current ${changes}`} label={fields.currentPassword} name="current_password" />
        <NewPasswordFields key={`new ${changes}`} name="new_password" policy={policy} />
      </AccountForm>
    </Panel>
  );
}
