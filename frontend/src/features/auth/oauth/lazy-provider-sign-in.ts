import { lazy } from "react";

import { afterPaint } from "@/shared/after-paint";

export const loadProviderSignIn = async () => ({ default: (await import("./ProviderSignIn")).ProviderSignIn });

/** Fetched after the form, which most people use. Where it cannot be fetched, as offline, the form does without it. */
export const LazyProviderSignIn = lazy(() =>
  afterPaint()
    .then(loadProviderSignIn)
    .catch(() => ({ default: () => null })),
);
