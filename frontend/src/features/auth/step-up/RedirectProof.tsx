import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { rememberRedirect } from "@/features/auth/oauth/redirect";
import { useApi } from "@/shared/api/ApiContext";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { stepUpTexts } from "./texts";

/** Go to the provider that created the account, sign in there again, and come back to this page. */
function useRedirect() {
  const api = useApi();

  return useMutation<unknown, ProblemError>({
    mutationFn: async () => {
      const next = location.pathname;
      const body = { method: "redirect", next } as const;
      const options = await unwrap(api.POST("/api/auth/step-up/options", { body }));
      if (options.method !== "redirect") return;
      rememberRedirect({ provider: "", next, again: true });
      location.assign(options.authorize_url);
    },
  });
}

export function RedirectProof() {
  const texts = useTexts(stepUpTexts);
  const { mutate, error, isPending } = useRedirect();

  return (
    <Stack gap="sm">
      <p>{texts.redirectLead}</p>
      {error && (
        <Notice tone="fault">
          <Fault fault={error} />
        </Notice>
      )}
      <Button loading={isPending} onClick={() => mutate()}>
        {texts.redirect}
      </Button>
    </Stack>
  );
}
