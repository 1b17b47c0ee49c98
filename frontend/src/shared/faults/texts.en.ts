import { plurals } from "@/shared/i18n/language";

import type { FaultDetails } from "./fault-details";

const plural = plurals("en");

export const texts = {
  codes: {
    required: "Please fill this in.",
    "email-invalid": "Please enter an address such as name@example.com.",
    "code-invalid": "The code has six digits.",
    "sign-in-code-invalid": "The code has six or eight digits.",
    "recovery-code-invalid": "A recovery code has sixteen letters and digits.",
    "passkey-cancelled": "The browser provided no passkey. Try again, or choose another way.",
    "phone-invalid":
      "Please enter the number with its country code, such as +33\u00a06\u00a012\u00a034\u00a056\u00a078.",
    "passwords-differ": "The two passwords differ.",
    "policy-unmet": "The password does not meet every point below.",
    "email-unchanged": "This is your current address.",
    "email-different": "This is not the address of this account.",
    "too-short": ({ count }: FaultDetails) =>
      plural(count, { one: "At least one character.", other: `At least ${count} characters.` }),
    "too-long": ({ count }: FaultDetails) =>
      plural(count, { one: "At most one character.", other: `At most ${count} characters.` }),
    "number-invalid": "Please enter a number, such as 42.",
    "too-small": ({ count }: FaultDetails) => `At least ${count}.`,
    "too-large": ({ count }: FaultDetails) => `At most ${count}.`,
    "field-invalid": "This value is not valid.",
    "id-token-invalid": "Your session was renewed meanwhile. Please try again.",
    "session-invalid": "This step has expired. Please sign in again.",
    "feature-unavailable": "This is not available here. Ask the administrator.",
    unavailable: "The service is not available at the moment. Please try again.",
    unreachable: "The service cannot be reached. Please check your connection and try again.",
    "timed-out": "The service did not answer in time. Please try again.",
    unknown: "Something went wrong. Please try again.",
  },
  wait: {
    seconds: (count: number) => plural(count, { one: "one second", other: `${count} seconds` }),
    minutes: (count: number) => plural(count, { one: "one minute", other: `${count} minutes` }),
    aLittle: "a little",
  },
};

export type Texts = typeof texts;
