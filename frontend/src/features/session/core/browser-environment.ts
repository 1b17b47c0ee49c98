import { tabMemory } from "@/shared/browser-memory";

import { ChallengeStore } from "./challenge-store";
import { systemClock } from "./clock";
import { FallbackStorage, MemoryStorage, type KeyValueStore } from "./fallback-storage";
import { LeaseLock, WebLock, type Lock } from "./refresh-lock";
import type { SessionEnvironment, TabChannel } from "./session-environment";
import type { Transport } from "./session-requests";
import { SignOutStore } from "./sign-out-store";
import { TokenStore } from "./token-store";

/** The session's environment in a real browser. */
export function browserEnvironment(send: Transport): SessionEnvironment {
  const storage = sharedStorage();
  return {
    clock: systemClock,
    tokens: new TokenStore(storage),
    signOuts: new SignOutStore(storage),
    challenges: new ChallengeStore(tabMemory, systemClock),
    lock: sharedLock(storage),
    tabChannel: tabs(),
    send,
  };
}

function sharedStorage(): KeyValueStore {
  try {
    // Reading the property throws where the browser forbids storage.
    return new FallbackStorage(localStorage);
  } catch {
    return new MemoryStorage();
  }
}

function sharedLock(storage: KeyValueStore): Lock {
  // The types promise what browsers on plain http do not have.
  const locks = navigator.locks as LockManager | undefined;
  if (locks) return new WebLock(locks, systemClock);
  return new LeaseLock(storage, systemClock, String(Math.random()));
}

/** Other tabs send messages through a channel; `storage` events and a check on return cover missed ones. */
function tabs(): TabChannel {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("vestibule-session") : null;
  return {
    notifyOtherTabs: () => channel?.postMessage("changed"),
    onStoreChanged: (listener) => {
      const stops = [
        listen(window, "storage", listener),
        listen(window, "pageshow", listener),
        listen(document, "visibilitychange", listener),
      ];
      if (channel) stops.push(listen(channel, "message", listener));
      return () => stops.forEach((stop) => stop());
    },
    onOnline: (listener) => listen(window, "online", listener),
  };
}

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}
