import { afterPaint } from "@/shared/after-paint";
import { useConfig } from "@/shared/api/useConfig";
import { lazyPart } from "@/shared/ui/lazy-part";

export const loadProviderButtons = () => import("./ProviderButtons");

/** Fetched after the form, which most people use. Where they cannot be fetched, as offline, the form does without. */
const ProviderButtons = lazyPart(async () => {
  await afterPaint();
  try {
    return (await loadProviderButtons()).ProviderButtons;
  } catch {
    return () => null;
  }
});

/** The ways to sign in by redirect, where the pool has any. */
export function ProviderSignIn({ next }: { next: string | null }) {
  const { data: config } = useConfig();

  if (config === undefined || (config.social_providers.length === 0 && config.password_sign_in)) return null;
  return <ProviderButtons config={config} next={next} />;
}
