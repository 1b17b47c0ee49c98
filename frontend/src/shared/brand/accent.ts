/** Colour arithmetic for an accent that the operator chose: it must stay readable in both colour schemes. */

type Rgb = readonly [number, number, number];

/** WCAG 2.2 AA for text. */
const MIN_CONTRAST = 4.5;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

export type Accent = {
  /** Behind white text: buttons. */
  filled: string;
  filledHover: string;
  /** As text, on the page. */
  text: string;
  /** A tint of the page's surface. */
  soft: string;
};

/** The shades for each colour scheme. */
export type Accents = Record<"light" | "dark", Accent>;

/** What text in the accent colour stands on: the page where it is light, panels where they are the lighter part. */
export const SURFACES = { light: "#faf8f5", dark: "#242220" };

/** The shades of an accent (`#rgb` or `#rrggbb`) for a page whose surface has this colour. */
export function accentOn(accent: string, surface: string): Accent {
  const [color, behind] = [parseHex(accent), parseHex(surface)];
  const filled = readable(color, WHITE, BLACK);
  const contrast = luminance(behind) > 0.5 ? BLACK : WHITE;
  return {
    filled: toHex(filled),
    filledHover: toHex(mix(filled, BLACK, 0.12)),
    text: toHex(readable(color, behind, contrast)),
    soft: toHex(mix(behind, color, 0.12)),
  };
}

/** The colour, mixed with `contrast` until text in it can be read. */
function readable(color: Rgb, behind: Rgb, contrast: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, contrast, share);
    if (contrastOf(candidate, behind) >= MIN_CONTRAST) return candidate;
  }
  return contrast;
}

export function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export function parseHex(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, "$&$&") : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function toHex(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, index) => part + ((to[index] ?? 0) - part) * share) as unknown as Rgb;
}

/** Relative luminance (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
