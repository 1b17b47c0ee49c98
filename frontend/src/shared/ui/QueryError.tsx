import { Stack } from "@mantine/core";

import { ProblemError } from "@/shared/api/problem";
import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";

import { Button } from "./Button";
import { Notice } from "./Notice";
import { uiTexts } from "./texts";

/** Why something could not be fetched, with a button to try again unless the page has one. */
export function QueryError({ error, retry }: { error: Error; retry?: () => void }) {
  const { tryAgain } = useTexts(uiTexts);
  const problem = error instanceof ProblemError ? error : new ProblemError("unknown");

  function restart(retry: () => void) {
    // This button disappears while the request runs, so the focus moves to the heading.
    document.querySelector("h1")?.focus();
    retry();
  }

  return (
    <Stack data-query-fault>
      <Notice tone="fault">
        <Fault fault={problem} />
      </Notice>
      {retry && (
        <Button variant="default" onClick={() => restart(retry)}>
          {tryAgain}
        </Button>
      )}
    </Stack>
  );
}
