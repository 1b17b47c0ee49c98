/** A field of a form at fault, as the API names it: `email`, `attributes.agentName`. */
export type FieldFault = { field: string; code: string };

/** A problem of the API (RFC 9457), or the reason why there is no response; texts are chosen by `code`. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | null;
  readonly retryAfter: number | null;
  readonly faults: readonly FieldFault[];

  constructor(code: string, more: Partial<Pick<ProblemError, "status" | "detail" | "retryAfter" | "faults">> = {}) {
    super(code);
    this.name = "ProblemError";
    this.code = code;
    this.status = more.status ?? 0;
    this.detail = more.detail ?? null;
    this.retryAfter = more.retryAfter ?? null;
    this.faults = more.faults ?? [];
  }
}

type ProblemBody = {
  code?: unknown;
  detail?: unknown;
  field?: unknown;
  retry_after?: unknown;
  errors?: unknown;
};

/** The body of a response of the API; rejects with a `ProblemError`. */
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const result = await call.catch((cause: unknown) => {
    throw isTimeout(cause) ? new ProblemError("timed-out") : new ProblemError("unreachable");
  });
  if (result.response.ok) return result.data as T;
  throw problemOf(result.response, result.error);
}

/** The problem in a response; a proxy's error page counts as an unavailable service. */
export function problemOf(response: Response, body: unknown): ProblemError {
  const problem: ProblemBody = typeof body === "object" && body !== null ? body : {};
  const fallback = response.status >= 500 ? "unavailable" : "unknown";
  return new ProblemError(typeof problem.code === "string" ? problem.code : fallback, {
    status: response.status,
    detail: typeof problem.detail === "string" ? problem.detail : null,
    retryAfter: Number(problem.retry_after ?? response.headers.get("Retry-After")) || null,
    faults: faultsOf(problem),
  });
}

/** Whether a retry may help: nothing was decided. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.status === 0 || error.status >= 500;
}

function faultsOf({ errors, field, code }: ProblemBody): FieldFault[] {
  const listed = Array.isArray(errors) ? errors.filter(isFault) : [];
  if (listed.length > 0 || typeof field !== "string") return listed;
  return [{ field, code: String(code) }];
}

function isFault(value: unknown): value is FieldFault {
  return typeof value === "object" && value !== null && "field" in value && typeof value.field === "string";
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "TimeoutError";
}
