import { useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import type { ComponentType } from "react";

import { appTexts } from "@/app/texts";
import { useTexts } from "@/shared/i18n/texts";
import { MoonIcon, SunIcon, SystemIcon } from "@/shared/ui/icons";

import classes from "./Shell.module.css";

const schemes: Record<MantineColorScheme, { next: MantineColorScheme; Icon: ComponentType }> = {
  auto: { next: "light", Icon: SystemIcon },
  light: { next: "dark", Icon: SunIcon },
  dark: { next: "auto", Icon: MoonIcon },
};

/** As the system, light, dark, and round again. */
export function ColorSchemeSwitch() {
  const { scheme } = useTexts(appTexts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, Icon } = schemes[colorScheme];

  return (
    <button
      type="button"
      className={classes.switch}
      aria-label={scheme[colorScheme]}
      title={scheme[colorScheme]}
      data-testid="color-scheme"
      onClick={() => setColorScheme(next)}
    >
      <Icon />
    </button>
  );
}
