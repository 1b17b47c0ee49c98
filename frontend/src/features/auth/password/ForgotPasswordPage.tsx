import { useLocation } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import { digitsOf, linkedEmail } from "@/shared/forms/typed-text";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";
import { useQueryParam, useSecretParam } from "@/shared/ui/useQueryParam";

import { RequestCodeForm } from "./RequestCodeForm";
import type { ResetState } from "./reset-steps";

// The second step, which begins with a mail.
const ResetPasswordForm = lazyPart(
  async () => (await import("./ResetPasswordForm")).ResetPasswordForm,
  <FormSkeleton />,
);

/**
 * A new password in two steps, each with an address of its own, so that a reload stays and Back goes to the first.
 * A link in a mail leads to the second with everything filled in.
 */
export function ForgotPasswordPage() {
  const [linked, code, step] = [useQueryParam("email"), useSecretParam("code"), useQueryParam("step")];
  const state = (useLocation().state ?? {}) as ResetState;
  const { tokens } = useSession();
  const email = linkedEmail(linked) ?? state.email ?? tokens.email;

  if (code === null && step !== "code") return <RequestCodeForm key={email} email={email} />;
  return (
    <ResetPasswordForm
      key={email}
      email={email}
      code={digitsOf(code ?? "")}
      wait={state.wait ?? 0}
      wasSent={state.wait !== undefined}
    />
  );
}
