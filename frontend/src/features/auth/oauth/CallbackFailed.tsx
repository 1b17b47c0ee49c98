import { Stack } from "@mantine/core";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { ProblemError } from "@/shared/api/problem";
import { Fault } from "@/shared/faults/Fault";
import { textOf } from "@/shared/i18n/text-of";
import { useTexts } from "@/shared/i18n/texts";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { Button } from "@/shared/ui/Button";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";

import { oauthTexts } from "./texts";

/** Nothing was decided: the same callback may be sent again. */
const REPEATABLE = new Set([
  ...["unreachable", "timed-out", "unavailable", "cognito-unavailable", "cognito-timeout", "store-unavailable"],
  "too-many-requests",
]);

type CallbackFailedProps = { error: ProblemError; next: string | null; onRetry: () => void };

/** Why the sign-in or the link failed, and what can be done. */
export function CallbackFailed({ error, next, onRetry }: CallbackFailedProps) {
  const texts = useTexts(oauthTexts);
  const { session } = useSession();
  const isMember = session.status === "signed_in";
  const hasAccount = error.code === "account-exists";

  return (
    <AuthCard title={isMember ? texts.notLinked : texts.failed} lead={hasAccount ? texts.howToLink : undefined}>
      <Stack>
        <Notice tone="fault">{textOf(texts.faults, error.code) ?? <Fault fault={error} />}</Notice>
        {REPEATABLE.has(error.code) && <Button onClick={onRetry}>{texts.tryAgain}</Button>}
        {isMember ? (
          <ButtonTo to={paths.security} look="outlined" replace>
            {texts.toSecurity}
          </ButtonTo>
        ) : (
          <ButtonTo to={withQuery(paths.login, { next: hasAccount ? paths.security : next })} look="outlined" replace>
            {hasAccount ? texts.signInToLink : texts.startAgain}
          </ButtonTo>
        )}
      </Stack>
    </AuthCard>
  );
}
