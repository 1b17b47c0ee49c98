/** A text by a name that may not be in the table, such as one that the API sent. */
export function textOf<Text>(table: Record<string, Text>, name: string): Text | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
