import { Navigate } from "react-router";

import { paths, withQuery } from "@/shared/paths";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import type { ScreenProps } from "./types";

/** The e-mail address has to be verified, which has a page of its own. */
export function ConfirmSignUpChallenge({ challenge }: ScreenProps<"confirm_sign_up">) {
  const next = useQueryParam("next");
  return <Navigate to={withQuery(paths.verify, { email: challenge.email, next })} replace />;
}
