import type { ComponentType } from "react";
import { Navigate } from "react-router";

import { NewPasswordChallenge } from "@/features/auth/challenges/new_password";
import { PasswordChallenge } from "@/features/auth/challenges/password";
import { PasswordResetRequiredChallenge } from "@/features/auth/challenges/password_reset_required";
import { UnsupportedChallenge } from "@/features/auth/challenges/UnsupportedChallenge";
import { useSession } from "@/features/session/hooks/SessionContext";
import type { Challenge } from "@/shared/api/models";
import { paths, withQuery } from "@/shared/paths";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import { CredentialsForm } from "./CredentialsForm";

/** What is shown for each thing that Cognito may ask for; a kind that is not here yet is said to be so. */
const screens: Partial<Record<Challenge["kind"], ComponentType>> = {
  password: PasswordChallenge,
  new_password: NewPasswordChallenge,
  password_reset_required: PasswordResetRequiredChallenge,
};

/** Sign in, step by step. */
export function SignInPage() {
  const { session } = useSession();
  const next = useQueryParam("next");

  if (session.status !== "challenge") return <CredentialsForm />;
  if (session.kind === "confirm_sign_up") {
    return <Navigate to={withQuery(paths.verify, { email: session.email, next })} replace />;
  }
  const Screen = screens[session.kind] ?? UnsupportedChallenge;
  return <Screen />;
}
