import type { Profile } from "@/shared/api/models";
import { browserMemory } from "@/shared/browser-memory";

/** The address that waits for its code, each user's own, known to every tab and after a reload. */
export function usePendingEmail({ sub, email, email_verified }: Profile) {
  const key = `vestibule_new_email:${sub}`;
  const kept = browserMemory.get(key);
  const isDone = email_verified && kept === email;
  return {
    pendingEmail: isDone ? null : kept,
    setPendingEmail: (address: string | null) => browserMemory.set(key, address),
  };
}
