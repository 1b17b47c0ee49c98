import { Stack } from "@mantine/core";

import { useUserQuery } from "@/features/session/hooks/useUserQuery";
import { useApi } from "@/shared/api/ApiContext";
import { unwrap } from "@/shared/api/problem";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { Panel } from "@/shared/ui/Panel";
import { QueryError } from "@/shared/ui/QueryError";

import { Claims } from "./Claims";
import classes from "./ProtectedPage.module.css";
import { protectedTexts } from "./texts";
import { TokenPanel } from "./TokenPanel";

/** The sample of a protected resource: the API's response, and the claims of the token. */
export function ProtectedPage() {
  const texts = useTexts(protectedTexts);
  const api = useApi();
  const test = useUserQuery("auth_test", () => unwrap(api.GET("/api/auth_test")), { gcTime: 0 });

  return (
    <Stack className={classes.page ?? ""} gap="lg">
      <PageTitle>{texts.title}</PageTitle>
      {test.isPending && <FormSkeleton lines={6} />}
      {test.isLoadingError && <QueryError error={test.error} />}
      {test.isRefetchError && <QueryError error={test.error} hasButton={false} />}
      {test.data && (
        <>
          <div>
            <p className={classes.lead}>{test.isRefetchError ? texts.earlier : texts.lead}</p>
            <blockquote className={classes.answer} lang="en" data-testid="auth-test-message">
              {test.data.message}
            </blockquote>
          </div>
          <TokenPanel />
          <Panel title={texts.claims}>
            <Claims claims={test.data.claims} />
          </Panel>
          <Button
            variant="default"
            className={classes.again ?? ""}
            loading={test.isFetching}
            onClick={() => void test.refetch()}
          >
            {texts.ask}
          </Button>
        </>
      )}
    </Stack>
  );
}
