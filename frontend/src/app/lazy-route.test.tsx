// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { Suspense } from "react";
import { MemoryRouter, useRoutes, type RouteObject } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { lazyRoute, loadFirstPage } from "./lazy-route";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Page() {
  return <p>Welcome</p>;
}

function App({ routes }: { routes: RouteObject[] }) {
  return useRoutes(routes);
}

/** Let everything happen that waits for no timer. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

it("shows the first page once it is there, where Suspense would wait for 300 ms", async () => {
  let arrive: (page: typeof Page) => void = () => undefined;
  const page = new Promise<typeof Page>((resolve) => (arrive = resolve));
  const routes = [lazyRoute("/", [], () => page)];
  const loading = loadFirstPage(routes, "/");
  const shown = render(
    <MemoryRouter>
      <Suspense>
        <App routes={routes} />
      </Suspense>
    </MemoryRouter>,
  ).container;
  expect(shown.textContent).toBe("");

  arrive(Page);
  await loading;
  await settle();

  expect(shown.textContent).toBe("Welcome");
});
