import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";

import type { Session } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { paths } from "@/shared/paths";
import { Logo } from "@/shared/ui/Logo";

import { ColorSchemeSwitch } from "./ColorSchemeSwitch";
import { LanguageSwitch } from "./LanguageSwitch";
import classes from "./Shell.module.css";

const forGuests = [
  { to: paths.login, text: "shell.signIn" },
  { to: paths.signUp, text: "shell.signUp" },
] as const;

const forMembers = [
  { to: paths.profile, text: "shell.profile" },
  { to: paths.signOut, text: "shell.signOut" },
] as const;

export function Header() {
  const { t } = useTranslation();
  const { session } = useSession();

  return (
    <header className={classes.header}>
      <Link to={paths.home} className={classes.brand} aria-label={t("shell.home")}>
        <Logo />
        <span className={classes.name}>{t("app.name")}</span>
      </Link>
      <nav className={classes.nav} aria-label={t("shell.navigation")}>
        {linksFor(session).map(({ to, text }) => (
          <NavLink key={to} to={to} className={classes.link ?? ""}>
            {t(text)}
          </NavLink>
        ))}
      </nav>
      <div className={classes.switches}>
        <LanguageSwitch />
        <ColorSchemeSwitch />
      </div>
    </header>
  );
}

/** While it is not known who is here, neither set of links is right. */
function linksFor(session: Session) {
  if (session.status === "restoring") return [];
  return session.status === "signed_in" ? forMembers : forGuests;
}
