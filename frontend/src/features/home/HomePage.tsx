import { Group, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import { useProfile } from "@/features/session/hooks/useProfile";
import { paths } from "@/shared/paths";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { PageTitle } from "@/shared/ui/PageTitle";

import { HomeIllustration } from "./HomeIllustration";
import classes from "./HomePage.module.css";

const POINTS = ["account", "session", "token"] as const;

/** What this is, who is signed in, and the ways on. */
export function HomePage() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <div className={classes.hero}>
        <div className={classes.words}>
          <PageTitle tab={t("home.page")}>{t("home.title")}</PageTitle>
          <p className={classes.lead}>{t("home.lead")}</p>
          <HomeActions />
        </div>
        <HomeIllustration />
      </div>
      <section aria-label={t("home.points.title")}>
        <ul className={classes.points}>
          {POINTS.map((point) => (
            <li key={point}>
              <h2>{t(`home.points.${point}.title`)}</h2>
              <p>{t(`home.points.${point}.text`)}</p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function HomeActions() {
  const { t } = useTranslation();
  const { session } = useSession();

  if (session.status === "restoring") return <Skeleton height={92} maw={360} />;
  if (session.status === "signed_in") return <SignedIn />;
  return (
    <Group>
      <ButtonTo to={paths.signUp}>{t("shell.signUp")}</ButtonTo>
      <ButtonTo to={paths.login} look="outlined">
        {t("shell.signIn")}
      </ButtonTo>
    </Group>
  );
}

function SignedIn() {
  const { t } = useTranslation();
  const { tokens } = useSession();
  const profile = useProfile();
  const name = profile.data ? (profile.data.email ?? profile.data.username) : tokens.email;

  return (
    <>
      <p className={classes.who} data-testid="signed-in-as">
        {t("home.signedInAs")} <strong>{profile.isPending && !name ? "…" : name}</strong>
      </p>
      <Group>
        <ButtonTo to={paths.protectedPage}>{t("home.tryProtected")}</ButtonTo>
        <ButtonTo to={paths.profile} look="outlined">
          {t("home.editProfile")}
        </ButtonTo>
      </Group>
    </>
  );
}
