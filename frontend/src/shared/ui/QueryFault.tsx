import { Button, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/shared/api/problem";
import { problemText } from "@/shared/forms/faults";

import { Notice } from "./Notice";

/** What could not be fetched, why, and a way to try again, unless the page has one. */
export function QueryFault({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ProblemError ? error : new ProblemError("unknown");
  return (
    <Stack>
      <Notice tone="fault">{problemText(problem, t)}</Notice>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t("forms.tryAgain")}
        </Button>
      )}
    </Stack>
  );
}
