import { useState } from "react";
import { useLocation } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { digitsOf } from "@/shared/forms/fields";
import { useQueryParam, useSecretParam } from "@/shared/ui/useQueryParam";

import { RequestCodeForm } from "./RequestCodeForm";
import { ResetPasswordForm } from "./ResetPasswordForm";

export type ResetStep =
  { step: "ask"; email: string } | { step: "reset"; email: string; code: string; wait: number; wasSent: boolean };

/** A new password, in two steps; a link in a mail leads to the second with everything filled in. */
export function ForgotPasswordPage() {
  const [email, code] = [useQueryParam("email"), useSecretParam("code")];
  const carried = useLocation().state as { email?: unknown } | null;
  const { tokens } = useSession();
  const [step, setStep] = useState<ResetStep>(() => {
    const known = email ?? (typeof carried?.email === "string" ? carried.email : tokens.email);
    if (code === null) return { step: "ask", email: known };
    return { step: "reset", email: known, code: digitsOf(code), wait: 0, wasSent: false };
  });

  if (step.step === "ask") return <RequestCodeForm email={step.email} onStep={setStep} />;
  return <ResetPasswordForm key={step.email} {...step} />;
}
