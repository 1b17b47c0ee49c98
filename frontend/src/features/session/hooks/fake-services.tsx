import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Drafts } from "@/features/session/core/drafts";
import { FakeBrowser } from "@/features/session/core/fake-browser";
import { IdTokens } from "@/features/session/core/id-tokens";
import { PendingPassword } from "@/features/session/core/pending-password";
import { StepUp } from "@/features/session/core/step-up";
import { TokenStore } from "@/features/session/core/token-store";
import { ApiContext } from "@/shared/api/ApiContext";
import { createApi } from "@/shared/api/client";

import { SessionContext, type SessionServices } from "./SessionContext";

/** For tests of hooks and components: what surrounds them in one tab of a fake browser. */
export function fakeServices(browser = new FakeBrowser()) {
  const services: SessionServices = {
    manager: browser.openTab(),
    tokens: new TokenStore(browser.storage),
    idTokens: new IdTokens(),
    pendingPassword: new PendingPassword(browser.clock),
    stepUp: new StepUp(),
    drafts: new Drafts(),
  };
  const api = createApi(browser.api.send);
  const queryClient = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <ApiContext value={api}>
        <SessionContext value={services}>{children}</SessionContext>
      </ApiContext>
    </QueryClientProvider>
  );
  return { browser, wrapper, ...services };
}
