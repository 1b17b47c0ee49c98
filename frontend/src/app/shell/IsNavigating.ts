import { createContext } from "react";

/** Whether the next page's script is being fetched while the page before is still shown. */
export const IsNavigating = createContext(false);
