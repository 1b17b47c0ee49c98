import { useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import type { ComponentType } from "react";

import { appTexts } from "@/app/texts";
import { useTexts } from "@/shared/i18n/texts";
import { Menu, MenuItem } from "@/shared/ui/Menu";

import { MoonIcon, SunIcon, SystemIcon } from "./scheme-icons";

const ICONS: Record<MantineColorScheme, ComponentType> = { auto: SystemIcon, light: SunIcon, dark: MoonIcon };
const SCHEMES = Object.keys(ICONS) as MantineColorScheme[];

export function ColorSchemeMenu() {
  const texts = useTexts(appTexts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = ICONS[colorScheme];
  const present = texts.scheme[colorScheme];

  return (
    <Menu label={texts.schemeIs(present)} trigger={<Icon />} testId="color-scheme">
      {SCHEMES.map((scheme) => (
        <MenuItem key={scheme} checked={scheme === colorScheme} onSelect={() => setColorScheme(scheme)}>
          {texts.scheme[scheme]}
        </MenuItem>
      ))}
    </Menu>
  );
}
