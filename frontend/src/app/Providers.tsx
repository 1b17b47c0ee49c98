import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { SessionContext, type SessionServices } from "@/features/session/hooks/SessionContext";
import { ApiContext } from "@/shared/api/ApiContext";
import type { Api } from "@/shared/api/client";
import type { BrandStore } from "@/shared/brand/brand";
import { BrandContext } from "@/shared/brand/BrandContext";
import type { Language } from "@/shared/i18n/language";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";

import { loadCommonTexts } from "./common-texts";
import { theme } from "./theme/theme";
import { useBrandTheme } from "./theme/useBrandTheme";
import { useThemeColor } from "./theme/useThemeColor";

/** first-paint/first-paint.js reads the same key. */
const colorScheme = localStorageColorSchemeManager({ key: "vestibule_color_scheme" });

export type Services = { api: Api; brand: BrandStore; queryClient: QueryClient; session: SessionServices };

type ProvidersProps = Services & { language: Language; children: ReactNode };

/** The contexts that pages read by hooks. */
export function Providers({ api, brand, language, queryClient, session, children }: ProvidersProps) {
  return (
    <LanguageProvider initial={language} loadCommonTexts={loadCommonTexts}>
      <BrandContext value={brand}>
        <Theme>
          <QueryClientProvider client={queryClient}>
            <ApiContext value={api}>
              <SessionContext value={session}>{children}</SessionContext>
            </ApiContext>
          </QueryClientProvider>
        </Theme>
      </BrandContext>
    </LanguageProvider>
  );
}

function Theme({ children }: { children: ReactNode }) {
  const variables = useBrandTheme();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <ThemeColor />
      {children}
    </MantineProvider>
  );
}

function ThemeColor() {
  useThemeColor();
  return null;
}
