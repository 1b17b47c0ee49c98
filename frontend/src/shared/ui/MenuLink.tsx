import type { ReactNode } from "react";

import { NavLink } from "./Link";
import classes from "./Menu.module.css";

/** A menu's choice that leads to a page. */
export function MenuLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <NavLink to={to} role="menuitem" tabIndex={-1} className={classes.item ?? ""}>
      <span>{children}</span>
    </NavLink>
  );
}
