import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/shared/api/problem";
import { problemText } from "@/shared/forms/faults";

import { Button } from "./Button";
import { Notice } from "./Notice";

/** What could not be fetched, why, and a way to try again, unless the page has one. */
export function QueryError({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ProblemError ? error : new ProblemError("unknown");

  function tryAgain(retry: () => void) {
    // This button goes while it is tried: what comes is read from the heading on.
    document.querySelector("h1")?.focus();
    retry();
  }

  return (
    <Stack data-query-fault>
      <Notice tone="fault">{problemText(problem, t)}</Notice>
      {retry && (
        <Button variant="default" onClick={() => tryAgain(retry)}>
          {t("forms.tryAgain")}
        </Button>
      )}
    </Stack>
  );
}
