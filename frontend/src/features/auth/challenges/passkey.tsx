import { Stack } from "@mantine/core";
import { useEffect, useState } from "react";

import { ProblemError } from "@/shared/api/problem";
import { browserMemory, PASSKEY_EMAIL } from "@/shared/browser-memory";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";

import { OtherFactors } from "./OtherFactors";
import { challengeTexts } from "./texts";
import type { UserChallenge, ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";
import { getPasskey, hasPasskeys } from "./webauthn";

/** Answer with a passkey, which the e-mail field then offers at the next sign-in. */
export function useAnswerPasskey(challenge: UserChallenge<"passkey">) {
  return useAnswerChallenge(challenge, {
    onRight: ({ status }) => {
      if (status === "signed_in") browserMemory.set(PASSKEY_EMAIL, challenge.email);
    },
  });
}

/** The sessions for which the browser's dialog has been opened. */
const asked = new Set<string>();

/**
 * The user signs in with a passkey. The browser's dialog opens at once, and again with the button: after a reload, or
 * where a browser requires a click.
 */
export function PasskeyChallenge({ challenge }: ScreenProps<"passkey">) {
  const texts = useTexts(challengeTexts).passkey;
  const { mutate, error, isPending } = useAnswerPasskey(challenge);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ProblemError | null>(null);
  const fault = failure ?? error;

  useEffect(() => {
    if (asked.has(challenge.session) || !hasPasskeys()) return;
    asked.add(challenge.session);
    void ask();
  });

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
        <FaultNotice fault={!isPending && !isAsking && fault} />
        {hasPasskeys() && (
          <Button loading={isAsking || isPending} onClick={() => void ask()}>
            {texts.submit}
          </Button>
        )}
        <OtherFactors challenge={challenge} />
      </Stack>
    </AuthCard>
  );
}
