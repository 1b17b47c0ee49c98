import { plurals } from "@/shared/i18n/language";

const plural = plurals("en");

export const texts = {
  fields: {
    email: "E-mail address",
    password: "Password",
    newPassword: "New password",
    currentPassword: "Current password",
    confirmPassword: "Confirm password",
    code: "Code",
    codeHint: "Six digits",
    signInCodeHint: "Six or eight digits",
    optional: "optional",
    showPassword: "Show password",
  },
  attributes: {
    name: "Name",
    given_name: "First name",
    family_name: "Last name",
    middle_name: "Middle name",
    nickname: "Nickname",
    preferred_username: "Preferred username",
    profile: "Profile page",
    picture: "Picture address",
    website: "Website",
    gender: "Gender",
    birthdate: "Date of birth",
    zoneinfo: "Time zone",
    locale: "Language and region",
    address: "Address",
    email: "E-mail address",
    phone_number: "Phone number",
    agentName: "Agent name",
  },
  hints: {
    between: (min: number, max: number) => `From ${min} to ${max}`,
    phone_number: "With country code, such as +33\u00a06\u00a012\u00a034\u00a056\u00a078",
  },
  policy: {
    title: "The password needs",
    length: (count: number) => plural(count, { one: "at least one character", other: `at least ${count} characters` }),
    lowercase: "a lower-case letter",
    uppercase: "an upper-case letter",
    number: "a number",
    symbol: "a symbol, such as ! ? #",
    maximum: "at most 256 characters",
    edges: "no space or line break at either end; spaces inside are fine",
    met: ": done",
    unmet: ": still missing",
  },
  retry: (time: string) => `Try again in ${time}`,
  codes: {
    sent: (destination: string) => `We sent a code to ${destination}. If it does not arrive, look in the spam folder.`,
    resend: "Send a new code",
    resendIn: (time: string) => `A new code in ${time}`,
    resent: "A new code is on its way.",
  },
};

export type Texts = typeof texts;
