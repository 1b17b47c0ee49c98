// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { Component, lazy, Suspense, type ComponentType, type ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { lazyPart } from "./lazy-part";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Greeting({ name }: { name: string }) {
  return <p>Hello, {name}</p>;
}

class Boundary extends Component<{ children: ReactNode }> {
  override state = { message: "" };

  static getDerivedStateFromError({ message }: Error) {
    return { message };
  }

  override render() {
    return this.state.message || this.props.children;
  }
}

/** The document in which a part is shown. */
function show(Part: ComponentType<{ name: string }>) {
  return render(
    <Boundary>
      <Suspense fallback="Suspended">
        <Part name="Ada" />
      </Suspense>
    </Boundary>,
  ).container;
}

/** Let everything happen that waits for no timer. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("a part that is fetched when it is shown first", () => {
  it("follows its fallback at once, where React's own would wait for 300 ms", async () => {
    const part = show(lazyPart(() => Promise.resolve(Greeting), "Loading"));
    expect(part.textContent).toBe("Loading");
    await settle();
    expect(part.textContent).toBe("Hello, Ada");

    const own = show(lazy(() => Promise.resolve({ default: Greeting })));
    await settle();
    expect(own.textContent).toBe("Suspended");
  });

  it("follows its fallback once all that it waits for is there", async () => {
    let finish: (module: { default: typeof Greeting }) => void = () => undefined;
    const Inner = lazy(() => new Promise<{ default: typeof Greeting }>((resolve) => (finish = resolve)));
    const part = show(
      lazyPart(() => Promise.resolve(({ name }: { name: string }) => <Inner name={name} />), "Loading"),
    );
    await settle();
    expect(part.textContent).toBe("Loading");

    finish({ default: Greeting });
    await settle();
    expect(part.textContent).toBe("Hello, Ada");
  });

  it("is there from the start the next time", async () => {
    const load = vi.fn(() => Promise.resolve(Greeting));
    const Part = lazyPart(load);
    show(Part);
    await settle();

    expect(show(Part).textContent).toBe("Hello, Ada");
    expect(load).toHaveBeenCalledOnce();
  });

  it("is an error of the page where it cannot be fetched, and is fetched again the next time", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const load = vi.fn(() => Promise.resolve(Greeting)).mockRejectedValueOnce(new Error("offline"));
    const Part = lazyPart(load);
    const failed = show(Part);
    await settle();
    expect(failed.textContent).toBe("offline");

    const shown = show(Part);
    await settle();
    expect(shown.textContent).toBe("Hello, Ada");
  });
});
