import type { PasswordPolicy } from "@/shared/api/models";

export type PolicyPoint = "length" | "lowercase" | "uppercase" | "number" | "symbol" | "maximum" | "edges";

/** Cognito's. */
const MAX_LENGTH = 256;

/** What Cognito counts as a symbol; a space counts inside the password only. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`+=-]|(?<=.) (?=.)/;

const MEETS: Record<PolicyPoint, (password: string, policy: PasswordPolicy) => boolean> = {
  length: (password, policy) => password.length >= policy.minimum_length,
  lowercase: (password) => /[a-z]/.test(password),
  uppercase: (password) => /[A-Z]/.test(password),
  number: (password) => /[0-9]/.test(password),
  symbol: (password) => SYMBOL.test(password),
  maximum: (password) => password.normalize("NFC").length <= MAX_LENGTH,
  edges: (password) => !/^\s|\s$/.test(password),
};

/** The points that this pool asks for, and the limits that hold for every password where this one breaks them. */
export function pointsOf(policy: PasswordPolicy, password: string): PolicyPoint[] {
  const asked: Record<PolicyPoint, boolean> = {
    length: true,
    lowercase: policy.require_lowercase,
    uppercase: policy.require_uppercase,
    number: policy.require_numbers,
    symbol: policy.require_symbols,
    maximum: !MEETS.maximum(password, policy),
    edges: !MEETS.edges(password, policy),
  };
  return (Object.keys(asked) as PolicyPoint[]).filter((point) => asked[point]);
}

export function meetsPoint(point: PolicyPoint, policy: PasswordPolicy, password: string): boolean {
  return MEETS[point](password, policy);
}

export function meetsPolicy(policy: PasswordPolicy, password: string): boolean {
  return pointsOf(policy, password).every((point) => meetsPoint(point, policy, password));
}
