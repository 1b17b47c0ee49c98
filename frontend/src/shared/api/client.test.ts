import { describe, expect, it } from "vitest";

import { createApi } from "./client";

function answering(response: Response) {
  const requests: Request[] = [];
  const api = createApi((request) => {
    requests.push(request);
    return Promise.resolve(response);
  });
  return { api, requests };
}

describe("the API client", () => {
  it("sends a body as JSON, and reads the answer", async () => {
    const { api, requests } = answering(Response.json({ delivery: null }));

    const { data } = await api.POST("/api/auth/sign-up/resend", { body: { email: "ada@example.com" } });

    expect(data).toEqual({ delivery: null });
    expect(requests[0]?.method).toBe("POST");
    expect(requests[0]?.headers.get("Content-Type")).toBe("application/json");
    expect(await requests[0]?.json()).toEqual({ email: "ada@example.com" });
  });

  it("puts parameters into the path, escaped", async () => {
    const { api, requests } = answering(new Response(null, { status: 204 }));

    const { data } = await api.POST("/api/me/attributes/{name}/code", { params: { path: { name: "a/b" as "email" } } });

    expect(data).toBeUndefined();
    expect(new URL(requests[0]?.url ?? "").pathname).toBe("/api/me/attributes/a%2Fb/code");
  });

  it.each([
    ["the problem", '{"code":"not-found"}', { code: "not-found" }],
    ["a proxy's page as text", "<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>"],
    ["nothing", "", undefined],
  ])("gives %s of a refusal as its error", async (_, body, expected) => {
    const { api } = answering(new Response(body, { status: 404 }));

    const { data, error } = await api.GET("/api/me");

    expect(data).toBeUndefined();
    expect(error).toEqual(expected);
  });
});
