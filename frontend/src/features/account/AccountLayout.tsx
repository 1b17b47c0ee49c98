import { Outlet } from "react-router";

import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { NavLink } from "@/shared/ui/Link";

import classes from "./AccountLayout.module.css";
import { accountTexts } from "./texts";

const SECTIONS = [
  { name: "profile", to: paths.profile },
  { name: "security", to: paths.security },
  { name: "sessions", to: paths.sessions },
  { name: "credentials", to: paths.credentials },
  { name: "data", to: paths.accountData },
] as const;

/** The pages of the user's account, beside their navigation. */
export function AccountLayout() {
  const { navigation, sections } = useTexts(accountTexts);
  const { data: config } = useConfig();
  const shown = SECTIONS.filter(({ name }) => name !== "credentials" || config?.aws_credentials);
  return (
    <div className={classes.layout}>
      <nav className={classes.navigation} aria-label={navigation}>
        {shown.map(({ name, to }) => (
          <NavLink key={name} to={to} end={name === "profile"} className={classes.link ?? ""}>
            {sections[name]}
          </NavLink>
        ))}
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
