import { Group, Skeleton } from "@mantine/core";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useProfile } from "@/features/session/hooks/useProfile";
import { useBrand } from "@/shared/brand/BrandContext";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { ButtonTo, LinkTo } from "@/shared/ui/LinkTo";
import { Notice } from "@/shared/ui/Notice";
import { useNotice } from "@/shared/ui/notice-state";
import { PageTitle } from "@/shared/ui/PageTitle";
import { displayName } from "@/shared/user";

import { HomeIllustration } from "./HomeIllustration";
import classes from "./HomePage.module.css";
import { homeTexts } from "./texts";

const POINTS = ["account", "session", "token"] as const;

/** The home page: what the app is, who is signed in, and links. */
export function HomePage() {
  const texts = useTexts(homeTexts);
  const { name: brand } = useBrand();
  const isMember = useSession().session.status === "signed_in";
  return (
    <div className={classes.page}>
      <div className={classes.hero}>
        <div className={classes.words}>
          <PageTitle tab={texts.page}>{texts.title(brand)}</PageTitle>
          {!isMember && <p className={classes.lead}>{texts.lead}</p>}
          <HomeActions />
        </div>
        <HomeIllustration />
      </div>
      {isMember ? <MemberLinks /> : <Points />}
    </div>
  );
}

/** What the app is, for guests. */
function Points() {
  const { points } = useTexts(homeTexts);
  return (
    <section aria-label={points.title}>
      <ul className={classes.points}>
        {POINTS.map((point) => (
          <li key={point}>
            <h2>{points[point].title}</h2>
            <p>{points[point].text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What members can do with their account. */
function MemberLinks() {
  const { member } = useTexts(homeTexts);
  const { data: profile } = useProfile();
  const isUnverified = profile?.email != null && !profile.email_verified;
  const links = [
    { to: paths.profile, title: member.profile, text: isUnverified ? member.unverified : member.profileText },
    { to: paths.security, title: member.security, text: member.securityText },
    { to: paths.protectedPage, title: member.token, text: member.tokenText },
  ];
  return (
    <section aria-label={member.title}>
      <ul className={classes.points}>
        {links.map(({ to, title, text }) => (
          <li key={to}>
            <h2>
              <LinkTo to={to}>{title}</LinkTo>
            </h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HomeActions() {
  const texts = useTexts(homeTexts);
  const { session } = useSession();

  if (session.status === "restoring") return <Skeleton height={92} maw={360} />;
  if (session.status === "signed_in") return <SignedIn />;
  return (
    <Group>
      <ButtonTo to={paths.signUp}>{texts.signUp}</ButtonTo>
      <ButtonTo to={paths.login} look="outlined">
        {texts.signIn}
      </ButtonTo>
    </Group>
  );
}

function SignedIn() {
  const texts = useTexts(homeTexts);
  const { tokens } = useSession();
  const profile = useProfile();
  const notice = useNotice();
  const fullName = profile.data && displayName(profile.data);
  const name = profile.data ? (profile.data.email ?? profile.data.username) : tokens.email;

  return (
    <>
      {notice === "password-reset" && <Notice>{texts.passwordReset}</Notice>}
      {fullName !== name && (
        <p className={classes.hello} dir="auto">
          {fullName}
        </p>
      )}
      <p className={classes.who} data-testid="signed-in-as">
        <span>{texts.signedInAs}</span> <strong dir="auto">{profile.isPending && !name ? "…" : name}</strong>
      </p>
      <Group>
        <ButtonTo to={paths.protectedPage}>{texts.tryProtected}</ButtonTo>
        <ButtonTo to={paths.profile} look="outlined">
          {texts.editProfile}
        </ButtonTo>
      </Group>
    </>
  );
}
