import type { ChallengeStore } from "./challenge-store";
import type { Clock } from "./clock";
import type { Lock } from "./refresh-lock";
import type { Transport } from "./session-requests";
import type { SignOutStore } from "./sign-out-store";
import type { TokenStore } from "./token-store";

/** Events between tabs, and of the network. */
export type TabChannel = {
  /** Notify the other tabs that the store changed. */
  notifyOtherTabs: () => void;
  /** Call the listener when another tab may have changed the store. Returns a function that stops it. */
  onStoreChanged: (listener: () => void) => () => void;
  /** Call the listener when the network is back. Returns a function that stops it. */
  onOnline: (listener: () => void) => () => void;
};

export type SessionEnvironment = {
  clock: Clock;
  tokens: TokenStore;
  signOuts: SignOutStore;
  challenges: ChallengeStore;
  lock: Lock;
  tabChannel: TabChannel;
  send: Transport;
};
