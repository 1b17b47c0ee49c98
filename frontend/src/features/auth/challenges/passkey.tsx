import { Stack } from "@mantine/core";
import { useState } from "react";

import { ProblemError } from "@/shared/api/problem";
import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { getPasskey, hasPasskeys } from "./webauthn";

/** The user signs in with a passkey. The press of a button opens the browser's dialog: Safari wants one. */
export function PasskeyChallenge({ challenge }: ScreenProps<"passkey">) {
  const texts = useTexts(challengeTexts).passkey;
  const { mutate, error, isPending } = useAnswerChallenge(challenge);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ProblemError | null>(null);
  const fault = failure ?? error;

  async function ask() {
    setFailure(null);
    setAsking(true);
    const credential = await getPasskey(challenge.options).catch(() => null);
    setAsking(false);
    if (credential === null) setFailure(new ProblemError("passkey-cancelled"));
    else mutate({ credential });
  }

  return (
    <AuthCard title={texts.title} lead={hasPasskeys() ? texts.lead : texts.unsupported}>
      <Stack gap="sm">
        {fault && !isPending && !isAsking && (
          <Notice tone="fault">
            <Fault fault={fault} />
          </Notice>
        )}
        {hasPasskeys() && (
          <Button loading={isAsking || isPending} onClick={() => void ask()}>
            {texts.submit}
          </Button>
        )}
        <StartOverButton />
      </Stack>
    </AuthCard>
  );
}
