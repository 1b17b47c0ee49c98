// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ScrollPosition } from "./ScrollPosition";

const scrolledTo: (number | string)[] = [];

beforeEach(() => {
  scrolledTo.length = 0;
  sessionStorage.clear();
  vi.stubGlobal("scrollTo", (_: number, top: number) => scrolledTo.push(top));
  Element.prototype.scrollIntoView = function () {
    scrolledTo.push(this.id);
  };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(hash: string) {
  render(
    <MemoryRouter initialEntries={[{ pathname: "/page", hash, key: "k" }]}>
      <p id="part">A part of the page</p>
      <ScrollPosition />
    </MemoryRouter>,
  );
}

describe("a page opens", () => {
  it("at the top", () => {
    open("");

    expect(scrolledTo).toEqual([0]);
  });

  it("at the fragment of its URL", () => {
    open("#part");

    expect(scrolledTo).toEqual(["part"]);
  });

  it("where the reader was before, with a fragment too", () => {
    sessionStorage.setItem("vestibule_scroll_positions", JSON.stringify([["k/page", 300]]));

    open("#part");

    expect(scrolledTo).toEqual([300]);
  });
});
