import type { TFunction } from "i18next";

import type { ProblemError } from "@/shared/api/problem";
import { en } from "@/shared/i18n/locales/en";
import { waitText } from "@/shared/i18n/waits";

type ErrorCode = keyof typeof en.errors;

/** The fields that a code speaks of where the API names none; the first that the form has is meant. */
const FIELDS_OF_CODE: Partial<Record<ErrorCode, readonly string[]>> = {
  "invalid-credentials": ["current_password", "password"],
  "wrong-password": ["current_password"],
  "password-too-weak": ["new_password", "password"],
  "password-reused": ["new_password", "password"],
  "code-mismatch": ["code"],
  "code-expired": ["code"],
  "user-exists": ["email"],
  "address-in-use": ["email"],
};

/** What went wrong, in the reader's language, by its stable code. */
export function problemText(problem: ProblemError, t: TFunction): string {
  // What a pool's own trigger said is meant for the reader, in whatever language it speaks.
  if (problem.code === "rejected-by-pool" && problem.detail) return problem.detail;
  const time = waitText(problem.retryAfter, t);
  return t(`errors.${isErrorCode(problem.code) ? problem.code : "unknown"}`, { time });
}

/** The faults that belong beside a field of the form, by the field's path; empty when none of them does. */
export function fieldFaults(problem: ProblemError, fields: readonly string[], t: TFunction): Record<string, string> {
  const named = problem.faults.map(({ field, code }) => [fieldFor([field], fields), code] as const);
  const implied = [fieldFor(impliedBy(problem.code), fields), problem.code] as const;
  const found = named.some(([field]) => field !== undefined) ? named : [implied];

  return Object.fromEntries(
    found.flatMap(([field, code]) => (field === undefined ? [] : [[field, faultText(problem, code, t)]])),
  );
}

function faultText(problem: ProblemError, code: string, t: TFunction): string {
  if (code === problem.code && code !== "invalid-request") return problemText(problem, t);
  return t("faults.field");
}

function impliedBy(code: string): readonly string[] {
  return isErrorCode(code) ? (FIELDS_OF_CODE[code] ?? []) : [];
}

/** `attributes.agentName` is the form's `agentName`, and the other way about. */
function fieldFor(names: readonly string[], fields: readonly string[]): string | undefined {
  const last = (path: string) => path.split(".").at(-1);
  return names.map((name) => fields.find((field) => field === name || last(field) === last(name))).find(Boolean);
}

function isErrorCode(code: string): code is ErrorCode {
  return code in en.errors;
}
