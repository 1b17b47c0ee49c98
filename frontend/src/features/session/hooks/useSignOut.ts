import { useNavigate } from "react-router";

import { paths } from "@/shared/paths";

import { useSession } from "./SessionContext";

/** Sign out on a press: the token goes before anything is fetched, then the goodbye is shown and the server told. */
export function useSignOut() {
  const { manager } = useSession();
  const navigate = useNavigate();

  return (everywhere = false) => {
    void manager.signOut(everywhere);
    void navigate(paths.signOut);
  };
}
