import type { Profile } from "@/shared/api/models";
import { recall, remember } from "@/shared/session-storage";

/** The address that waits for its code, each user's own, so that a reload does not forget it. */
export function usePendingEmail({ sub, email, email_verified }: Profile) {
  const key = `vestibule_new_email:${sub}`;
  const kept = recall(key);
  const isDone = email_verified && kept === email;
  return {
    pendingEmail: isDone ? null : kept,
    setPendingEmail: (address: string | null) => remember(key, address),
  };
}
