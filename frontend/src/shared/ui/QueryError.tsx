import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import { ProblemError } from "@/shared/api/problem";
import { useTexts } from "@/shared/i18n/texts";

import { Button } from "./Button";
import { FaultNotice } from "./FaultNotice";
import { uiTexts } from "./texts";

/** Why something could not be fetched, with a button that fetches all that failed, unless the page has one. */
export function QueryError({ error, hasButton = true }: { error: Error; hasButton?: boolean }) {
  const queryClient = useQueryClient();
  const { tryAgain } = useTexts(uiTexts);
  const problem = error instanceof ProblemError ? error : new ProblemError("unknown");

  function retry() {
    // This button disappears while the requests run, so the focus moves to the heading.
    document.querySelector("h1")?.focus();
    void queryClient.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
  }

  return (
    <Stack data-query-fault>
      <FaultNotice fault={problem} />
      {hasButton && (
        <Button variant="default" onClick={retry}>
          {tryAgain}
        </Button>
      )}
    </Stack>
  );
}
