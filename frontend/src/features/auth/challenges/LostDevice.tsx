import { useNavigate } from "react-router";

import { AccountForm } from "@/shared/forms/AccountForm";
import { isRecoveryCode } from "@/shared/forms/checks";
import { TextField } from "@/shared/forms/fields";
import { recoveryCode } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";

import { challengeTexts } from "./texts";
import type { UserChallenge, KindWith } from "./types";
import { useAnswerChallenge } from "./useAnswerChallenge";

/**
 * The device is lost: a recovery code turns the factor off, and the sign-in continues with the password. After that, the
 * user sets up another factor on the security page.
 */
export function LostDevice({
  challenge,
  onBack,
}: {
  challenge: UserChallenge<KindWith<"recovery_code">>;
  onBack: () => void;
}) {
  const texts = useTexts(challengeTexts).lostDevice;
  const navigate = useNavigate();
  const mutation = useAnswerChallenge(challenge, {
    onRight: () => void navigate(withQuery(paths.login, { next: paths.security }), { replace: true }),
  });

  return (
    <AuthCard title={texts.title} lead={texts.lead}>
      <AccountForm
        mutation={mutation}
        checks={{ recovery_code: isRecoveryCode }}
        request={({ recovery_code }) => ({ recovery_code: recoveryCode(recovery_code), trust_browser: false })}
        submit={texts.submit}
        isMain
        aside={
          <Button variant="subtle" onClick={onBack}>
            {texts.back}
          </Button>
        }
      >
        <TextField
          name="recovery_code"
          label={texts.code}
          description={texts.hint}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
        />
      </AccountForm>
    </AuthCard>
  );
}
