import type { PasswordPolicy } from "@/shared/api/models";
import type { FaultInfo } from "@/shared/faults/faults";

import { meetsPolicy } from "./password-policy";
import { digitsOf, recoveryCode, withoutEdges } from "./typed-text";

/** The texts that the fields of a form hold, by field name. */
export type FormValues<Field extends string = string> = Record<Field, string>;

/** Check one field: null when it is good, else what is wrong. */
export type Check = (value: string, values: FormValues) => FaultInfo | null;

const SIGN_IN_CODE_LENGTHS = [6, 8];
const MAX_DIGITS = 8;

/** Sixteen letters and digits, however they are grouped. */
export const isRecoveryCode: Check = (value) =>
  /^[0-9a-z]{16}$/i.test(recoveryCode(value)) ? null : { code: "recovery-code-invalid" };

/** For a field that is good whatever it holds. */
export const isAnything: Check = () => null;

export const isFilled: Check = (value) => (value === "" ? { code: "required" } : null);

export const isEmail: Check = (value) =>
  /^[^\s\p{Cf}]+@[^\s\p{Cf}@]+$/u.test(withoutEdges(value)) ? null : { code: "email-invalid" };

export const isCode: Check = (value) => (digitsOf(value).length === 6 ? null : { code: "code-invalid" });

/** A code that Cognito sent to sign in: six digits as a second factor, eight in place of the password. */
export const isSignInCode: Check = (value) =>
  SIGN_IN_CODE_LENGTHS.includes(digitsOf(value, MAX_DIGITS).length) ? null : { code: "sign-in-code-invalid" };

/** Without a policy, which could not be loaded, the API decides. */
export function satisfies(policy: PasswordPolicy | undefined): Check {
  return (value) => (policy === undefined || meetsPolicy(policy, value) ? null : { code: "policy-unmet" });
}

export function equals(field: string): Check {
  return (value, values) => (value === values[field] ? null : { code: "passwords-differ" });
}
