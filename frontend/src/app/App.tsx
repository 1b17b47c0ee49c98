import { useDeferredValue } from "react";
import { useLocation, useRoutes } from "react-router";

import { routes } from "./routes";
import { IsNavigating } from "./shell/IsNavigating";

/** The page of the current URL. While the script of the next page is fetched, the previous page stays. */
export function App() {
  const location = useLocation();
  const shown = useDeferredValue(location);
  const page = useRoutes(routes, shown);

  return <IsNavigating value={shown !== location}>{page}</IsNavigating>;
}
