import { vi } from "vitest";

/** Requests have absolute URLs, also in tests without a document. */
if (typeof location === "undefined") vi.stubGlobal("location", new URL("http://localhost:3000/"));
