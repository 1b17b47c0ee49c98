import { useLocation } from "react-router";

/** What a page asks the next one to say, in the state of the history entry. */
const NOTICES = ["verified", "password-reset"] as const;

export type NoticeName = (typeof NOTICES)[number];

export function withNotice(notice: NoticeName): { notice: NoticeName } {
  return { notice };
}

export function useNotice(): NoticeName | null {
  const state = useLocation().state as { notice?: unknown } | null;
  return NOTICES.find((notice) => notice === state?.notice) ?? null;
}
