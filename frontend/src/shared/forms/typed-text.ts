/** Normalization of text that people type, paste or follow a link with. */

/** White space and invisible characters around a text, as address books and chats add them. */
const EDGES = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

export function withoutEdges(text: string): string {
  return text.replace(EDGES, "");
}

/** An e-mail address from a link: a plus that was not escaped arrives as a space, which no address has. */
export function linkedEmail(text: string | null): string | null {
  return text === null ? null : withoutEdges(text).replaceAll(" ", "+");
}

/** The digits of a code in any script, full-width and Arabic ones too; everything else is left out. */
export function digitsOf(text: string, count = 6): string {
  return Array.from(text.matchAll(/\p{Nd}/gu), ([digit]) => digitValue(digit))
    .join("")
    .slice(0, count);
}

/** A recovery code without what people and word processors put between its groups. */
export function recoveryCode(typed: string): string {
  return typed.normalize("NFKC").replace(/[\s\p{Cf}\p{Pd}\u2212]/gu, "");
}

/** Unicode encodes the digits of a script in a row, the zero first. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 128) return code - 48;
  const compatible = digit.normalize("NFKC");
  if (compatible !== digit) return digitValue(compatible);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** A phone number without what people write between its digits; E.164 has none of it. */
export function phoneNumber(typed: string): string {
  const text = typed.normalize("NFKC").replace(/\p{Cf}/gu, "");
  const international = text.trim().replace(/^00/, "+");
  const withoutTrunkPrefix = international.startsWith("+") ? international.replace(/\(0\)/, "") : international;
  return withoutTrunkPrefix
    .replace(/[\s()./\p{Pd}\u2212]/gu, "")
    .replace(/\p{Nd}/gu, (digit) => `${digitValue(digit)}`);
}
