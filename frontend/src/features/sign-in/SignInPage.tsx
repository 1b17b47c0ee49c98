import type { ComponentType } from "react";
import { Navigate } from "react-router";

import { useSession } from "@/features/session/SessionContext";
import type { Challenge } from "@/shared/api/models";
import { paths, withQuery } from "@/shared/paths";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import { Credentials } from "./Credentials";
import { NewPassword } from "./NewPassword";
import { PasswordOnly } from "./PasswordOnly";
import { ResetRequired } from "./ResetRequired";
import { Unsupported } from "./Unsupported";

/** What is shown for each thing that Cognito may ask for; a kind that is not here yet is said to be so. */
const screens: Partial<Record<Challenge["kind"], ComponentType>> = {
  password: PasswordOnly,
  new_password: NewPassword,
  password_reset_required: ResetRequired,
};

/** Sign in, step by step. */
export function SignInPage() {
  const { session } = useSession();
  const next = useQueryParam("next");

  if (session.status !== "challenge") return <Credentials />;
  if (session.kind === "confirm_sign_up") {
    return <Navigate to={withQuery(paths.verify, { email: session.email, next })} replace />;
  }
  const Screen = screens[session.kind] ?? Unsupported;
  return <Screen />;
}
