// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import { afterEach, describe, expect, it } from "vitest";

import { Link, NavLink } from "./Link";

afterEach(cleanup);

function Address() {
  const location = useLocation();
  return <output>{location.pathname + JSON.stringify(location.state)}</output>;
}

function show(link: ReactNode, address = "/") {
  render(
    <MemoryRouter initialEntries={[address]}>
      {link}
      <Address />
    </MemoryRouter>,
  );
  return screen.getByRole("link");
}

/** Whether the browser would follow the link; jsdom cannot. */
function isLeftToBrowser(link: HTMLElement, init: MouseEventInit = {}): boolean {
  let isLeft = false;
  const stop = (event: Event) => {
    isLeft = !event.defaultPrevented;
    event.preventDefault();
  };
  document.addEventListener("click", stop, { once: true });
  fireEvent.click(link, init);
  return isLeft;
}

const address = () => screen.getByRole("status").textContent;

describe("a link", () => {
  it("opens its page in the app, with its state", () => {
    const link = show(<Link to="/profile" state={{ email: "ada@example.com" }} />);

    expect(isLeftToBrowser(link)).toBe(false);
    expect(address()).toBe('/profile{"email":"ada@example.com"}');
  });

  it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }])(
    "leaves a click with %j to the browser",
    (init) => {
      const link = show(<Link to="/profile" />);

      expect(isLeftToBrowser(link, init)).toBe(true);
      expect(address()).toBe("/null");
    },
  );

  it("leaves a click to the browser that loads the page anew", () => {
    const link = show(<Link to="/profile" reloadDocument />);

    expect(isLeftToBrowser(link)).toBe(true);
    expect(link.getAttribute("href")).toBe("/profile");
  });

  it("stays where it is when its click was handled", () => {
    fireEvent.click(show(<Link to="/profile" onClick={(event) => event.preventDefault()} />));

    expect(address()).toBe("/null");
  });
});

describe("a link of a navigation", () => {
  it.each([
    ["/profile", true, "page"],
    ["/profile/security", true, null],
    ["/profile/security", false, "page"],
    ["/profiles", false, null],
    ["/", false, null],
  ])("at %s, with end=%j, is the current one: %j", (here, end, current) => {
    expect(show(<NavLink to="/profile" end={end} />, here).getAttribute("aria-current")).toBe(current);
  });
});
