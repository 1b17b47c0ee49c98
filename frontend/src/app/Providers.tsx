import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";

import { SessionContext, type SessionServices } from "@/features/session/hooks/SessionContext";
import { ApiContext } from "@/shared/api/ApiContext";
import type { Api } from "@/shared/api/client";

import { cssVariables, theme } from "./theme/theme";

/** The key is known to public/color-scheme.js too. */
const colorScheme = localStorageColorSchemeManager({ key: "vestibule_color_scheme" });

export type Services = { api: Api; i18n: i18n; queryClient: QueryClient; session: SessionServices };

/** Everything that the screens ask for by a hook. */
export function Providers({ api, i18n, queryClient, session, children }: Services & { children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queryClient}>
          <ApiContext value={api}>
            <SessionContext value={session}>{children}</SessionContext>
          </ApiContext>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  );
}
