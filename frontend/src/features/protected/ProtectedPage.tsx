import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useApi } from "@/shared/api/ApiContext";
import { answer } from "@/shared/api/problem";
import { Button } from "@/shared/ui/Button";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { PageTitle } from "@/shared/ui/PageTitle";
import { Panel } from "@/shared/ui/Panel";
import { QueryError } from "@/shared/ui/QueryError";

import { Claims } from "./Claims";
import classes from "./ProtectedPage.module.css";

/** The sample resource behind the door: what the API answers, and the claims that it let one in by. */
export function ProtectedPage() {
  const { t } = useTranslation();
  const api = useApi();
  const test = useQuery({
    queryKey: ["auth_test"],
    queryFn: () => answer(api.GET("/api/auth_test")),
    gcTime: 0,
  });

  return (
    <Stack className={classes.page ?? ""} gap="lg">
      <PageTitle>{t("protectedPage.title")}</PageTitle>
      {test.isPending && <FormSkeleton label={t("shell.loading")} lines={6} />}
      {test.isLoadingError && <QueryError error={test.error} retry={() => void test.refetch()} />}
      {test.isRefetchError && <QueryError error={test.error} />}
      {test.data && (
        <>
          <div>
            <p className={classes.lead}>{test.isRefetchError ? t("protectedPage.earlier") : t("protectedPage.lead")}</p>
            <blockquote className={classes.answer} lang="en" data-testid="auth-test-message">
              {test.data.message}
            </blockquote>
          </div>
          <Panel title={t("protectedPage.claims")}>
            <Claims claims={test.data.claims} />
          </Panel>
          <Button
            variant="default"
            className={classes.again ?? ""}
            loading={test.isFetching}
            onClick={() => void test.refetch()}
          >
            {t("protectedPage.ask")}
          </Button>
        </>
      )}
    </Stack>
  );
}
