import type { Profile } from "./api/models";

/** What to call a person: by name where the profile has one, else by address. */
export function displayName({ attributes, email, username }: Profile): string {
  const { name, given_name: given, family_name: family, nickname } = attributes as Record<string, string | undefined>;
  const names = [name, [given, family].join(" "), nickname, email];
  return names.map((text) => text?.trim()).find(Boolean) ?? username;
}
