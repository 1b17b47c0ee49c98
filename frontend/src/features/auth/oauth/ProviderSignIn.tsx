import { useConfig } from "@/shared/api/useConfig";

import { ProviderButtons } from "./ProviderButtons";

/** The ways to sign in by redirect, where the pool has any. */
export function ProviderSignIn({ next }: { next: string | null }) {
  const { data: config } = useConfig();

  if (config === undefined || (config.social_providers.length === 0 && config.password_sign_in)) return null;
  return <ProviderButtons config={config} next={next} />;
}
