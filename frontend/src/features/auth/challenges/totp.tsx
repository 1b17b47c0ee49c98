import { useState } from "react";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isCode } from "@/shared/forms/checks";
import { CodeField } from "@/shared/forms/fields";
import { digitsOf } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";

import { LostDevice } from "./LostDevice";
import { OtherFactors } from "./OtherFactors";
import { challengeTexts } from "./texts";
import { TrustBrowserField, trustChecks, trusts } from "./TrustBrowserField";
import type { ScreenProps } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/** The second factor is a code of the user's authenticator app. */
export function TotpChallenge({ challenge }: ScreenProps<"totp">) {
  const { totp: texts, lostDevice } = useTexts(challengeTexts);
  const [isLost, setLost] = useState(false);
  const mutation = useAnswerChallenge(challenge);

  if (isLost) return <LostDevice challenge={challenge} onBack={() => setLost(false)} />;
  return (
    <AuthCard title={texts.title} lead={texts.lead(challenge.device_name)}>
      <AccountForm
        mutation={mutation}
        checks={{ code: isCode, ...trustChecks }}
        request={(values) => ({ code: digitsOf(values.code), ...trusts(values) })}
        submit={texts.submit}
        isMain
        aside={
          <>
            <Button variant="subtle" onClick={() => setLost(true)}>
              {lostDevice.open}
            </Button>
            <OtherFactors challenge={challenge} followsPassword />
          </>
        }
      >
        <CodeField />
        <TrustBrowserField />
      </AccountForm>
    </AuthCard>
  );
}
