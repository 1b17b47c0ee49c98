import type { ReactNode } from "react";

/** A line drawing that is hidden from assistive technology. */
export function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="M4.5 10.5l3.6 3.6 7.4-8" />
    </Icon>
  );
}

export function AlertIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="7.2" />
      <path d="M10 6.2v4.6M10 13.6v.1" />
    </Icon>
  );
}

export function InfoIcon() {
  return (
    <Icon>
      <circle cx="10" cy="10" r="7.2" />
      <path d="M10 9.2v4.6M10 6.4v.1" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M10 3.2l7.4 13.2H2.6z" />
      <path d="M10 8.2v3.8M10 14.1v.1" />
    </Icon>
  );
}
