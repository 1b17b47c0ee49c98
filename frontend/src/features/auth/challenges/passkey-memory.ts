import { browserMemory } from "@/shared/browser-memory";

const KEY = "vestibule_passkey";

/** The address whose last sign-in in this browser was by a passkey: it is offered at once next time. */
export function passkeyEmail(): string | null {
  return browserMemory.recall(KEY);
}

export function rememberPasskey(email: string): void {
  browserMemory.remember(KEY, email);
}

export function forgetPasskey(): void {
  browserMemory.remember(KEY, null);
}
