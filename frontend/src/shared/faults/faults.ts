import type { ProblemError } from "@/shared/api/problem";
import { textOf } from "@/shared/i18n/text-of";

import type { ApiTexts } from "./api-texts.en";
import type { FaultDetails } from "./fault-details";
import type { Texts } from "./texts.en";
import { waitText } from "./wait-text";

/** What is wrong with a field or a request: a code of the API or of a check in a form, and what its text contains. */
export type FaultInfo = {
  code: string;
  /** A limit, in characters. */
  count?: number;
  /** Seconds to wait, as the API said. */
  retryAfter?: number | null;
  /** The message of one of the pool's triggers, shown as it is. */
  detail?: string | null;
};

/** The fields that a code is about where the API names none; the first that the form has is meant. */
const FIELDS_OF_CODE: Partial<Record<string, readonly string[]>> = {
  "invalid-credentials": ["current_password", "password"],
  "wrong-password": ["current_password", "password"],
  "password-too-weak": ["new_password", "password"],
  "password-reused": ["new_password", "password"],
  "code-mismatch": ["code", "recovery_code"],
  "code-expired": ["code"],
  "user-exists": ["email"],
  "address-in-use": ["email"],
};

type Codes = Record<string, string | ((details: FaultDetails) => string)>;

/** Whether the app itself can find this. */
export function isOwn({ code }: FaultInfo, texts: Texts): boolean {
  return Object.hasOwn(texts.codes, code);
}

/** What went wrong, in the language of the texts; without `apiTexts` what the API answers is an unknown fault. */
export function faultText(fault: FaultInfo, texts: Texts, apiTexts: ApiTexts | null): string {
  const { code, count = 0, retryAfter = null, detail } = fault;
  if (code === "rejected-by-pool" && detail) return detail;
  const text =
    textOf<Codes[string]>(texts.codes, code) ?? textOf<Codes[string]>(apiTexts ?? {}, code) ?? texts.codes.unknown;
  return typeof text === "string" ? text : text({ count, time: waitText(retryAfter, texts) });
}

/** The faults of a problem that belong beside fields of the form, by field; empty when none of them does. */
export function fieldFaults(problem: ProblemError, fields: readonly string[]): Record<string, FaultInfo> {
  const named = problem.faults.map(({ field, code }) => [fieldFor([field], fields), code] as const);
  const implied = [fieldFor(FIELDS_OF_CODE[problem.code] ?? [], fields), problem.code] as const;
  const found = named.some(([field]) => field !== undefined) ? named : [implied];

  return Object.fromEntries(
    found.flatMap(([field, code]) => (field === undefined ? [] : [[field, faultOf(problem, code)]])),
  );
}

function faultOf(problem: ProblemError, code: string): FaultInfo {
  return code === problem.code && code !== "invalid-request" ? problem : { code: "field-invalid" };
}

/** `attributes.agentName` is the form's `agentName`, and vice versa. */
function fieldFor(names: readonly string[], fields: readonly string[]): string | undefined {
  const last = (path: string) => path.split(".").at(-1);
  return names.map((name) => fields.find((field) => field === name || last(field) === last(name))).find(Boolean);
}
