import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { SessionContext, type SessionServices } from "@/features/session/hooks/SessionContext";
import { ApiContext } from "@/shared/api/ApiContext";
import type { Api } from "@/shared/api/client";
import type { Language } from "@/shared/i18n/language";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";

import { loadCommonTexts } from "./common-texts";
import { cssVariables, theme } from "./theme/theme";

/** public/color-scheme.js reads the same key. */
const colorScheme = localStorageColorSchemeManager({ key: "vestibule_color_scheme" });

export type Services = { api: Api; queryClient: QueryClient; session: SessionServices };

type ProvidersProps = Services & { language: Language; children: ReactNode };

/** What the pages get by a hook. */
export function Providers({ api, language, queryClient, session, children }: ProvidersProps) {
  return (
    <LanguageProvider initial={language} loadCommonTexts={loadCommonTexts}>
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
    </LanguageProvider>
  );
}
