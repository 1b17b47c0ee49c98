import { useNavigate } from "react-router";

import { paths } from "@/shared/paths";

import { useSession } from "./SessionContext";

/** Sign out: delete the token before any request, show the sign-out page, then notify the server. */
export function useSignOut() {
  const { manager } = useSession();
  const navigate = useNavigate();

  return (everywhere = false) => {
    void manager.signOut(everywhere);
    void navigate(paths.signOut);
  };
}
