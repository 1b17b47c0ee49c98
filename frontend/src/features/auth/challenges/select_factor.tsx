import { Stack } from "@mantine/core";

import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The user has several factors and chooses one. */
export function SelectFactorChallenge({ challenge }: ScreenProps<"select_factor">) {
  const texts = useTexts(challengeTexts).select_factor;
  const { mutate, isPending, error, variables } = useAnswerChallenge(challenge);

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <Stack gap="sm">
        {error && (
          <Notice tone="fault">
            <Fault fault={error} />
          </Notice>
        )}
        {challenge.factors.map((factor) => (
          <Button
            key={factor}
            variant="default"
            loading={isPending && variables.factor === factor}
            disabled={isPending}
            onClick={() => mutate({ factor })}
          >
            {texts.factors[factor]}
          </Button>
        ))}
        <StartOverButton />
      </Stack>
    </AuthCard>
  );
}
