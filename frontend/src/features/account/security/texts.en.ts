import { plurals } from "@/shared/i18n/language";

const plural = plurals("en");

export const texts = {
  title: "Security",
  cancel: "Cancel",
  factors: {
    title: "Second step at sign-in",
    lead: "With a second step, your password alone does not open your account.",
    required: "Everyone needs a second step here: the last one cannot be turned off.",
    names: { totp: "Authenticator app", sms: "Code by SMS", email_otp: "Code by e-mail" },
    on: "on",
    off: "off",
    preferred: "asked for first",
    turnOn: "Turn on",
    turnOff: "Turn off",
    prefer: "Ask for this first",
    /** For assistive technology: which method a button is about. */
    about: (action: string, method: string) => `${action}: ${method}`,
    turnedOn: (method: string) => `${method}: turned on.`,
    turnedOff: (method: string) => `${method}: turned off.`,
    nowPreferred: (method: string) => `${method}: asked for first from now on.`,
    confirm: "Turn on",
    deviceName: "Name of this app or phone",
    none: "The administrator has not set up a second step for this service.",
  },
  recovery: {
    title: "Recovery codes",
    lead: "If you lose your phone, one of these codes lets you sign in. Each works once.",
    remaining: (count: number) =>
      plural(count, {
        one: "One code is left.",
        other: count === 0 ? "You have no codes." : `${count} codes are left.`,
      }),
    make: "Make recovery codes",
    remake: "Make new codes",
    replaces: "New codes replace the earlier ones.",
    shownOnce: "Keep these codes somewhere safe. They are shown only now.",
    list: "Your recovery codes",
    copy: "Copy the codes",
    download: "Download",
    print: "Print",
    done: "I have kept them",
    fileName: "recovery-codes.txt",
  },
  passkeys: {
    title: "Passkeys",
    lead: "A passkey signs you in with your fingerprint, face, PIN or security key, without a password.",
    none: "You have no passkeys yet.",
    name: "Name of the new passkey",
    unnamed: "Passkey",
    add: "Add a passkey",
    added: "The passkey was added.",
    created: (date: string) => `added on ${date}`,
    delete: "Delete",
    deleteOne: (name: string) => `Delete: ${name}`,
    deleted: "The passkey was deleted.",
    unsupported: "This browser cannot make passkeys here.",
  },
  browsers: {
    title: "Trusted browsers",
    lead: (days: number) => `A browser that you trust is not asked for the second step for ${days} days.`,
    none: "You trust no browser yet. You can choose it when you enter a code at sign-in.",
    current: "this browser",
    used: (time: string) => `last sign-in on ${time}`,
    forget: "Forget",
    forgetOne: (name: string) => `Forget: ${name}`,
    forgotten: "The browser is not trusted any more.",
  },
  password: {
    change: "Change password",
    signOutOthers: "Sign out my other devices",
    changed: "Your password has been changed.",
  },
};

export type Texts = typeof texts;
