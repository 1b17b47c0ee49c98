import { lazy, type ComponentType } from "react";

import { afterPaint } from "@/shared/after-paint";
import type { PoolConfig } from "@/shared/api/models";
import { useConfig } from "@/shared/api/useConfig";

type Buttons = ComponentType<{ config: PoolConfig; next: string | null }>;

export const loadProviderButtons = async (): Promise<{ default: Buttons }> => ({
  default: (await import("./ProviderButtons")).ProviderButtons,
});

/** Fetched after the form, which most people use. Where they cannot be fetched, as offline, the form does without. */
const ProviderButtons = lazy(() =>
  afterPaint()
    .then(loadProviderButtons)
    .catch(() => ({ default: () => null })),
);

/** The ways to sign in by redirect, where the pool has any. */
export function ProviderSignIn({ next }: { next: string | null }) {
  const { data: config } = useConfig();

  if (config === undefined || (config.social_providers.length === 0 && config.password_sign_in)) return null;
  return <ProviderButtons config={config} next={next} />;
}
