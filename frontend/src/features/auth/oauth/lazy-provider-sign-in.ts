import { lazy } from "react";

export const loadProviderSignIn = async () => ({ default: (await import("./ProviderSignIn")).ProviderSignIn });

/** Fetched after the form, which most people use. Where it cannot be fetched, as offline, the form does without it. */
export const LazyProviderSignIn = lazy(() => loadProviderSignIn().catch(() => ({ default: () => null })));
