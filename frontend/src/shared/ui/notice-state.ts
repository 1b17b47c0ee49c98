import { useLocation } from "react-router";

/** What one page gives the next to say, in the history's state. */
const NOTICES = ["verify.verified", "password.resetDone"] as const;

export type NoticeText = (typeof NOTICES)[number];

export function withNotice(notice: NoticeText): { notice: NoticeText } {
  return { notice };
}

export function useNotice(): NoticeText | null {
  const state = useLocation().state as { notice?: unknown } | null;
  return NOTICES.find((notice) => notice === state?.notice) ?? null;
}
