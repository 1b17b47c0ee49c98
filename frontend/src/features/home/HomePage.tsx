import { Group, Skeleton } from "@mantine/core";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useProfile } from "@/features/session/hooks/useProfile";
import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { PageTitle } from "@/shared/ui/PageTitle";

import { HomeIllustration } from "./HomeIllustration";
import classes from "./HomePage.module.css";
import { homeTexts } from "./texts";

const POINTS = ["account", "session", "token"] as const;

/** What this is, who is signed in, and the ways on. */
export function HomePage() {
  const texts = useTexts(homeTexts);
  return (
    <div className={classes.page}>
      <div className={classes.hero}>
        <div className={classes.words}>
          <PageTitle tab={texts.page}>{texts.title}</PageTitle>
          <p className={classes.lead}>{texts.lead}</p>
          <HomeActions />
        </div>
        <HomeIllustration />
      </div>
      <section aria-label={texts.points.title}>
        <ul className={classes.points}>
          {POINTS.map((point) => (
            <li key={point}>
              <h2>{texts.points[point].title}</h2>
              <p>{texts.points[point].text}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
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
  const name = profile.data ? (profile.data.email ?? profile.data.username) : tokens.email;

  return (
    <>
      <p className={classes.who} data-testid="signed-in-as">
        {texts.signedInAs} <strong>{profile.isPending && !name ? "…" : name}</strong>
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
