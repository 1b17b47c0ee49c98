import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#eef6f3",
  "#d8eae4",
  "#b2d6ca",
  "#8dc4b3",
  "#6fb8a3",
  "#43977f",
  "#2c7d67",
  "#1d6552",
  "#164f41",
  "#0f3a30",
];

const red: MantineColorsTuple = [
  "#fdf1ef",
  "#f9dedb",
  "#f6c3bd",
  "#f5b3ab",
  "#f4a79f",
  "#e0776c",
  "#c94a3f",
  "#b3261e",
  "#951b14",
  "#77130d",
];

const gray: MantineColorsTuple = [
  "#faf8f5",
  "#f3f0eb",
  "#e8e4dd",
  "#dbd6cd",
  "#c6c0b6",
  "#a59e93",
  "#857e74",
  "#5e5850",
  "#433e38",
  "#2b2824",
];

const dark: MantineColorsTuple = [
  "#ece9e4",
  "#d6d2cb",
  "#b3aea5",
  "#97928a",
  "#57534c",
  "#43403a",
  "#2e2b28",
  "#1b1917",
  "#141311",
  "#0d0c0b",
];

/** One accent colour, warm greys, a serif system font for headings; no fonts are fetched. */
export const theme = createTheme({
  colors: { pine, red, gray, dark },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  black: "#2b2824",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontFamily: "'Iowan Old Style', 'Palatino Linotype', Palatino, P052, Georgia, 'Liberation Serif', serif",
    fontWeight: "600",
  },
  // By name, so that the first load holds none of these components.
  components: Object.fromEntries(
    ["Button", "TextInput", "PasswordInput"].map((name) => [name, { defaultProps: { size: "md" } }]),
  ),
});

/** A button beside the main one looks the same whether Mantine or a link of ours makes it. */
const secondaryButton = {
  "--mantine-color-default": "var(--vestibule-surface)",
  "--mantine-color-default-hover": "var(--vestibule-accent-soft)",
  "--mantine-color-default-color": "var(--mantine-color-text)",
  "--mantine-color-default-border": "var(--vestibule-field-line)",
};

/** The tints that Mantine leaves too pale for WCAG AA, and our own surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#faf8f5",
    "--mantine-color-dimmed": "#5e5850",
    "--mantine-color-placeholder": "#6f685f",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-anchor": "#1d6552",
    ...secondaryButton,
    "--vestibule-surface": "#ffffff",
    "--vestibule-line": "#e0dbd2",
    "--vestibule-field-line": "#8d867b",
    "--vestibule-glow": "#f8eed9",
    "--vestibule-lamp": "#f4e0b0",
    "--vestibule-accent": "#1d6552",
    "--vestibule-accent-soft": "#e6f0ec",
    "--vestibule-warning": "#8a5a00",
  },
  dark: {
    "--mantine-color-dimmed": "#b3aea5",
    "--mantine-color-placeholder": "#97928a",
    "--mantine-color-error": "#f4a79f",
    "--mantine-color-anchor": "#8dc4b3",
    ...secondaryButton,
    "--vestibule-surface": "#242220",
    "--vestibule-line": "#3a3733",
    "--vestibule-field-line": "#7d776e",
    "--vestibule-glow": "#3a3425",
    "--vestibule-lamp": "#d8b875",
    "--vestibule-accent": "#8dc4b3",
    "--vestibule-accent-soft": "#22332e",
    "--vestibule-warning": "#d8b875",
  },
});
