import { useComputedColorScheme } from "@mantine/core";
import { useEffect } from "react";

/** The page's background, as in first-paint/background.css. */
const BACKGROUNDS = { light: "#faf8f5", dark: "#1b1917" };

/** Colour the browser's own bars as the page, whichever colour scheme was chosen. */
export function useThemeColor(): void {
  const background = BACKGROUNDS[useComputedColorScheme("light", { getInitialValueInEffect: false })];

  useEffect(() => {
    for (const meta of document.querySelectorAll("meta[name='theme-color']")) meta.setAttribute("content", background);
  }, [background]);
}
