import { Stack } from "@mantine/core";
import { useEffect } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { ChallengeOf } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isFilled } from "@/shared/forms/checks";
import { KnownUsername, PasswordField } from "@/shared/forms/PasswordField";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";

import classes from "./hints.module.css";
import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { hasPasskeys } from "./webauthn";

const CHOSEN = { origin: { chosen: true } };

type Factor = ChallengeOf<"select_factor">["factors"][number];

/** The user has several factors and chooses one. A passkey is begun with at once, unless the user wants another. */
export function SelectFactorChallenge({ challenge }: ScreenProps<"select_factor">) {
  const texts = useTexts(challengeTexts).select_factor;
  const choice = useAnswerChallenge(challenge, CHOSEN);
  const usable = challenge.factors.filter((factor) => factor !== "passkey" || hasPasskeys());
  const isPasskeyDue = usable.includes("passkey") && !challenge.choosing;
  const { mutate, isIdle } = choice;

  useEffect(() => {
    if (isPasskeyDue && isIdle) mutate({ factor: "passkey" });
  }, [isPasskeyDue, isIdle, mutate]);

  if (isPasskeyDue && !choice.error) return <FormSkeleton />;
  return (
    <AuthCard title={texts.title} lead={texts.lead(challenge.email)}>
      <Stack gap="sm">
        <FaultNotice fault={choice.error} />
        {usable.includes("password") && <EnterPassword challenge={challenge} />}
        {usable.includes("password") && usable.length > 1 && <div className={classes.or}>{texts.or}</div>}
        <FactorButtons factors={usable.filter((factor) => factor !== "password")} choice={choice} />
        <StartOverButton />
      </Stack>
    </AuthCard>
  );
}

type Choice = ReturnType<typeof useAnswerChallenge<"select_factor">>;

function FactorButtons({ factors, choice }: { factors: Factor[]; choice: Choice }) {
  const texts = useTexts(challengeTexts).select_factor;
  const { mutate, isPending, variables } = choice;
  return factors.map((factor) => (
    <Button
      key={factor}
      variant="default"
      loading={isPending && variables.factor === factor}
      disabled={isPending}
      onClick={() => mutate({ factor })}
    >
      {texts.factors[factor]}
    </Button>
  ));
}

function EnterPassword({ challenge }: ScreenProps<"select_factor">) {
  const texts = useTexts(challengeTexts).select_factor;
  const { pendingPassword } = useSession();
  const mutation = useAnswerChallenge(challenge, CHOSEN);
  return (
    <AccountForm
      mutation={mutation}
      checks={{ password: isFilled }}
      request={({ password }) => ({ factor: "password" as const, password })}
      submit={texts.signIn}
      isMain
    >
      <KnownUsername username={challenge.email} />
      <PasswordField name="password" defaultValue={pendingPassword.get(challenge.email) ?? ""} />
    </AccountForm>
  );
}
