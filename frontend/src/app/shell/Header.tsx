import { appTexts } from "@/app/texts";
import { useSession } from "@/features/session/hooks/SessionContext";
import { afterPaint } from "@/shared/after-paint";
import { useBrand } from "@/shared/brand/BrandContext";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { lazyPart } from "@/shared/ui/lazy-part";
import { Link, NavLink } from "@/shared/ui/Link";
import { Logo } from "@/shared/ui/Logo";

import { Progress } from "./Progress";
import classes from "./Shell.module.css";

const PreferenceMenus = lazyPart(async () => {
  await afterPaint();
  return (await import("./PreferenceMenus")).PreferenceMenus;
});
const AccountMenu = lazyPart(async () => (await import("./AccountMenu")).AccountMenu);

const forGuests = [
  { to: paths.login, text: "signIn" },
  { to: paths.signUp, text: "signUp" },
] as const;

/** While it is not known who is here, neither the account's menu nor the guests' links are right. */
export function Header() {
  const texts = useTexts(appTexts);
  const { name: brand } = useBrand();
  const { status } = useSession().session;
  const isGuest = status !== "signed_in" && status !== "restoring";

  return (
    <header className={classes.header}>
      <Progress />
      <Link to={paths.home} className={classes.brand} aria-label={texts.home(brand)}>
        <Logo />
        <span className={classes.name}>{brand}</span>
      </Link>
      <nav className={classes.nav} aria-label={texts.navigation}>
        {status === "signed_in" && <AccountMenu />}
        {isGuest &&
          forGuests.map(({ to, text }) => (
            <NavLink key={to} to={to} className={classes.link ?? ""}>
              {texts[text]}
            </NavLink>
          ))}
      </nav>
      <div className={classes.switches}>
        <PreferenceMenus />
      </div>
    </header>
  );
}
