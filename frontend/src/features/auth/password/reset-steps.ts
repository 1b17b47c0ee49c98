import { useNavigate } from "react-router";

import { paths, withQuery } from "@/shared/paths";
import { useQueryParam } from "@/shared/ui/useQueryParam";

/** `email`: typed on another page; `wait`: seconds until another code may be requested, where one was. */
export type ResetState = { email?: string; wait?: number };

/** Go to the second step. The first keeps the address for whoever goes back. */
export function useGoToReset() {
  const navigate = useNavigate();
  const next = useQueryParam("next");

  return (email: string, state: ResetState = {}) => {
    void navigate(withQuery(paths.forgotPassword, { email, next }), { replace: true });
    void navigate(withQuery(paths.forgotPassword, { email, step: "code", next }), { state });
  };
}
