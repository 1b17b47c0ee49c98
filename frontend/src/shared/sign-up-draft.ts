/** What was typed to sign up, but for the password; kept in the history's state, so that a wrong address can be corrected. */
export type SignUpDraft = { email: string; attributes: Record<string, string> };
