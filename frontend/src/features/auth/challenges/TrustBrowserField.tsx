import { useConfig } from "@/shared/api/useConfig";
import { CheckField } from "@/shared/forms/CheckField";
import { isAnything } from "@/shared/forms/checks";
import { useTexts } from "@/shared/i18n/texts";

import { challengeTexts } from "./texts";

/** The checks of a form with a code and `TrustBrowserField`, but for the code's own. */
export const trustChecks = { trust_browser: isAnything };

/** Whether this browser is trusted from now on, where the pool allows it. */
export function TrustBrowserField() {
  const { trust } = useTexts(challengeTexts);
  const { data: config } = useConfig();
  if (!config?.trusted_browser_days) return null;
  return <CheckField name="trust_browser" label={trust(config.trusted_browser_days)} />;
}

/** What the form sends. */
export function trusts({ trust_browser }: { trust_browser: string }): { trust_browser: boolean } {
  return { trust_browser: trust_browser === "true" };
}
