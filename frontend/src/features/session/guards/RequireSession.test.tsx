// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { afterEach, describe, expect, it } from "vitest";

import { fakeServices } from "@/features/session/hooks/fake-services";
import { sessionTexts } from "@/features/session/texts";
import { texts } from "@/features/session/texts.en";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";

import { RequireSession } from "./RequireSession";

sessionTexts.provide("en", texts);
afterEach(cleanup);

function Address() {
  const { pathname, search } = useLocation();
  return <p>{pathname + search}</p>;
}

function open({ wrapper }: ReturnType<typeof fakeServices>) {
  const routes = (
    <LanguageProvider initial="en" loadCommonTexts={() => Promise.resolve()}>
      <MemoryRouter initialEntries={["/profile?tab=1#name"]}>
        <Routes>
          <Route element={<RequireSession />}>
            <Route path="/profile" element={<p>The profile</p>} />
          </Route>
          <Route path="*" element={<Address />} />
        </Routes>
      </MemoryRouter>
    </LanguageProvider>
  );
  render(routes, { wrapper });
}

describe("a page for signed-in users", () => {
  it("is shown to them", () => {
    const services = fakeServices();
    services.browser.hold(services.browser.token());
    open(fakeServices(services.browser));

    expect(screen.getByText("The profile")).toBeTruthy();
  });

  it("sends others to sign in, and back", () => {
    const services = fakeServices();
    services.manager.end("ended");
    open(services);

    expect(screen.getByText("/auth/login?next=%2Fprofile%3Ftab%3D1%23name")).toBeTruthy();
  });

  it("does not ask who signed out to come back", () => {
    const services = fakeServices();
    services.browser.hold(services.browser.token());
    services.browser.comeIntoView();
    void services.manager.signOut();
    open(services);

    expect(screen.getByText("/auth/login")).toBeTruthy();
  });
});
