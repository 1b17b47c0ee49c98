// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, useMutation } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { ProblemError } from "@/shared/api/problem";
import { faultTexts } from "@/shared/faults/texts";
import { texts as faultsEn } from "@/shared/faults/texts.en";
import { texts as faultsFr } from "@/shared/faults/texts.fr";
import type { Language } from "@/shared/i18n/language";
import { useLanguage } from "@/shared/i18n/LanguageContext";
import { LanguageProvider } from "@/shared/i18n/LanguageProvider";

import { AccountForm } from "./AccountForm";
import { isEmail, isFilled } from "./checks";
import { EmailField, TextField } from "./fields";
import { useAccountForm } from "./FormContext";
import { PasswordField } from "./PasswordField";
import { formTexts } from "./texts";
import { texts as formsEn } from "./texts.en";
import { texts as formsFr } from "./texts.fr";

/** What jsdom lacks and Mantine asks for: no media query matches. */
window.matchMedia = (media) => Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;

faultTexts.provide("en", faultsEn);
formTexts.provide("en", formsEn);

/** As the app does it: what every page uses is provided when it is wanted. */
async function loadCommonTexts(language: Language) {
  await Promise.resolve();
  faultTexts.provide(language, language === "fr" ? faultsFr : faultsEn);
  formTexts.provide(language, language === "fr" ? formsFr : formsEn);
}

type Credentials = { email: string; password: string };
type Send = (credentials: Credentials) => Promise<string>;

function SignIn({ send, email = "", children }: { send: Send; email?: string; children?: React.ReactNode }) {
  const mutation = useMutation<string, ProblemError, Credentials>({ mutationFn: send, networkMode: "always" });
  const { chooseLanguage } = useLanguage();
  return (
    <>
      <AccountForm
        mutation={mutation}
        checks={{ email: isEmail, password: isFilled }}
        request={(values) => values}
        submit="Send"
      >
        <EmailField defaultValue={email} />
        <PasswordField name="password" />
        {children}
      </AccountForm>
      <button onClick={() => void chooseLanguage("fr")}>FR</button>
    </>
  );
}

function show(form: React.ReactNode) {
  const client = new QueryClient();
  const wrap = (children: React.ReactNode) => (
    <LanguageProvider initial="en" loadCommonTexts={loadCommonTexts}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </MantineProvider>
    </LanguageProvider>
  );
  const { rerender } = render(wrap(form));
  return { rerender: (next: React.ReactNode) => rerender(wrap(next)) };
}

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const submit = () => act(() => Promise.resolve(fireEvent.click(screen.getByRole("button", { name: "Send" }))));

afterEach(cleanup);

describe("an account form", () => {
  it("sends what the inputs hold, also when it was filled in without events", async () => {
    const sent: Credentials[] = [];
    show(<SignIn send={(credentials) => Promise.resolve(String(sent.push(credentials)))} />);

    field("E-mail address").value = "ada@example.com";
    field("Password").value = "Passw0rd!";
    await submit();

    expect(sent).toEqual([{ email: "ada@example.com", password: "Passw0rd!" }]);
  });

  it("sends nothing while a check fails, and focuses the first fault", async () => {
    const sent: Credentials[] = [];
    show(<SignIn send={(credentials) => Promise.resolve(String(sent.push(credentials)))} />);

    await submit();

    expect(sent).toEqual([]);
    expect(document.activeElement).toBe(field("E-mail address"));
    expect(screen.getByText("Please fill this in.")).toBeTruthy();
  });

  it("shows the API's fault beside its field until that field is edited", async () => {
    const refuse = () => Promise.reject(new ProblemError("invalid-credentials", { status: 401 }));
    show(<SignIn send={refuse} email="ada@example.com" />);
    fireEvent.input(field("Password"), { target: { value: "wrong" } });

    await submit();

    expect(field("Password").getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field("Password"));

    fireEvent.input(field("Password"), { target: { value: "right" } });

    expect(field("Password").getAttribute("aria-invalid")).toBe("false");
  });

  it("shows a fault of no field above the fields", async () => {
    const fail = () => Promise.reject(new ProblemError("unavailable", { status: 503 }));
    show(<SignIn send={fail} email="ada@example.com" />);
    fireEvent.input(field("Password"), { target: { value: "Passw0rd!" } });

    await submit();

    expect(screen.getByRole("alert").textContent).toContain("not available");
  });

  it("renders its fields once when it is opened", () => {
    const rendered: string[] = [];
    function Field() {
      useAccountForm();
      rendered.push("field");
      return null;
    }
    show(
      <SignIn send={() => Promise.resolve("")}>
        <Field />
      </SignIn>,
    );

    expect(rendered).toEqual(["field"]);
  });

  it("shows its faults in the language that is chosen afterwards", async () => {
    show(<SignIn send={() => Promise.resolve("")} />);
    await submit();

    await act(() => Promise.resolve(fireEvent.click(screen.getByRole("button", { name: "FR" }))));

    expect(await screen.findByText("Veuillez remplir ce champ.")).toBeTruthy();
  });
});

describe("a field with a default", () => {
  function Name({ name }: { name: string }) {
    const mutation = useMutation<unknown, ProblemError, unknown>({ mutationFn: () => Promise.resolve() });
    return (
      <AccountForm mutation={mutation} checks={{ name: isFilled }} request={(values) => values} submit="Send">
        <TextField name="name" label="Name" defaultValue={name} />
      </AccountForm>
    );
  }

  it("follows the default until it is edited", () => {
    const { rerender } = show(<Name name="Anna" />);

    rerender(<Name name="Anna B" />);

    expect(field("Name").value).toBe("Anna B");
  });

  it("keeps what was typed when the default changes", () => {
    const { rerender } = show(<Name name="Anna" />);
    fireEvent.input(field("Name"), { target: { value: "Hanna" } });

    rerender(<Name name="Anna B" />);

    expect(field("Name").value).toBe("Hanna");
  });
});
