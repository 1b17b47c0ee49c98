import { appTexts } from "@/app/texts";
import { useProfile } from "@/features/session/hooks/useProfile";
import { useSignOut } from "@/features/session/hooks/useSignOut";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { Menu, MenuItem } from "@/shared/ui/Menu";
import { MenuLink } from "@/shared/ui/MenuLink";
import { displayName } from "@/shared/user";

import classes from "./AccountMenu.module.css";

/** Who is signed in, and what they can do from any page. */
export function AccountMenu() {
  const texts = useTexts(appTexts);
  const { data: profile } = useProfile();
  const signOut = useSignOut();
  const name = profile && displayName(profile);

  return (
    <Menu
      label={name ? texts.accountOf(name) : texts.account}
      trigger={<Person name={name} />}
      header={
        profile && (
          <div className={classes.who}>
            <strong dir="auto">{name}</strong>
            {profile.email !== name && <span dir="auto">{profile.email}</span>}
          </div>
        )
      }
    >
      <MenuLink to={paths.profile}>{texts.profile}</MenuLink>
      <MenuLink to={paths.protectedPage}>{texts.protectedPage}</MenuLink>
      <MenuItem onSelect={() => signOut()}>{texts.signOut}</MenuItem>
    </Menu>
  );
}

function Person({ name }: { name: string | undefined }) {
  return (
    <>
      <span className={classes.initial} aria-hidden="true">
        {name ? Array.from(name)[0] : ""}
      </span>
      <span className={classes.name} dir="auto">
        {name}
      </span>
    </>
  );
}
