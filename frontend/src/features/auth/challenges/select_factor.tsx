import { Stack } from "@mantine/core";
import { useState } from "react";

import { Fault } from "@/shared/faults/Fault";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isFilled } from "@/shared/forms/checks";
import { KnownUsername, PasswordField } from "@/shared/forms/PasswordField";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { hasPasskeys } from "./webauthn";

/** The user has several factors and chooses one. */
export function SelectFactorChallenge({ challenge }: ScreenProps<"select_factor">) {
  const texts = useTexts(challengeTexts).select_factor;
  const { mutate, isPending, error, variables } = useAnswerChallenge(challenge);
  const [isPassword, setPassword] = useState(false);
  const usable = challenge.factors.filter((factor) => factor !== "passkey" || hasPasskeys());

  if (isPassword) return <EnterPassword challenge={challenge} />;
  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <Stack gap="sm">
        {error && (
          <Notice tone="fault">
            <Fault fault={error} />
          </Notice>
        )}
        {usable.map((factor) => (
          <Button
            key={factor}
            variant="default"
            loading={isPending && variables.factor === factor}
            disabled={isPending}
            onClick={() => (factor === "password" ? setPassword(true) : mutate({ factor }))}
          >
            {texts.factors[factor]}
          </Button>
        ))}
        <StartOverButton />
      </Stack>
    </AuthCard>
  );
}

function EnterPassword({ challenge }: ScreenProps<"select_factor">) {
  const texts = useTexts(challengeTexts);
  const mutation = useAnswerChallenge(challenge);
  return (
    <AuthCard title={texts.select_factor.factors.password}>
      <AccountForm
        mutation={mutation}
        checks={{ password: isFilled }}
        request={({ password }) => ({ factor: "password" as const, password })}
        submit={texts.select_factor.signIn}
        isMain
        aside={<StartOverButton />}
      >
        <KnownUsername username={challenge.email} />
        <PasswordField name="password" />
      </AccountForm>
    </AuthCard>
  );
}
