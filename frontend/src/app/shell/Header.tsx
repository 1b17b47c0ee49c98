import { Link, NavLink } from "react-router";

import { appTexts } from "@/app/texts";
import type { Session } from "@/features/session/core/session";
import { useSession } from "@/features/session/hooks/SessionContext";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { Logo } from "@/shared/ui/Logo";

import { ColorSchemeSwitch } from "./ColorSchemeSwitch";
import { LanguageSwitch } from "./LanguageSwitch";
import classes from "./Shell.module.css";

const forGuests = [
  { to: paths.login, text: "signIn" },
  { to: paths.signUp, text: "signUp" },
] as const;

const forMembers = [
  { to: paths.profile, text: "profile" },
  { to: paths.signOut, text: "signOut" },
] as const;

export function Header() {
  const texts = useTexts(appTexts);
  const { session } = useSession();

  return (
    <header className={classes.header}>
      <Link to={paths.home} className={classes.brand} aria-label={texts.home}>
        <Logo />
        <span className={classes.name}>{texts.name}</span>
      </Link>
      <nav className={classes.nav} aria-label={texts.navigation}>
        {linksFor(session).map(({ to, text }) => (
          <NavLink key={to} to={to} className={classes.link ?? ""}>
            {texts[text]}
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
