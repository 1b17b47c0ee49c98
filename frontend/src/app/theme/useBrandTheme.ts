import type { CSSVariablesResolver } from "@mantine/core";
import { useEffect, useMemo } from "react";

import type { Accent, Accents } from "@/shared/brand/accent";
import { useBrand } from "@/shared/brand/BrandContext";

import { cssVariables } from "./theme";

/** The theme's CSS variables with the operator's accent colour, and the operator's logo as the tab's icon. */
export function useBrandTheme(): CSSVariablesResolver {
  const { accent, logo_url: logo } = useBrand();

  useEffect(() => {
    if (logo !== null)
      document.querySelectorAll<HTMLLinkElement>("link[rel~='icon']").forEach((icon) => show(icon, logo));
  }, [logo]);

  return useMemo(() => (accent === null ? cssVariables : withAccent(accent)), [accent]);
}

function show(icon: HTMLLinkElement, logo: string): void {
  icon.removeAttribute("type");
  icon.href = logo;
}

function withAccent(accents: Accents): CSSVariablesResolver {
  return (theme) => {
    const { variables, light, dark } = cssVariables(theme);
    return {
      variables,
      light: { ...light, ...variablesOf(accents.light) },
      dark: { ...dark, ...variablesOf(accents.dark) },
    };
  };
}

function variablesOf({ filled, filledHover, text, soft }: Accent): Record<string, string> {
  return {
    "--mantine-color-pine-filled": filled,
    "--mantine-color-pine-filled-hover": filledHover,
    "--mantine-color-anchor": text,
    "--vestibule-accent": text,
    "--vestibule-accent-soft": soft,
  };
}
