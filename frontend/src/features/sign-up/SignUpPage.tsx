import { useTranslation } from "react-i18next";

import { useConfig } from "@/shared/api/useConfig";
import { paths, withQuery } from "@/shared/paths";
import { Doorway } from "@/shared/ui/Doorway";
import { LinkTo } from "@/shared/ui/LinkTo";
import { QueryFault } from "@/shared/ui/QueryFault";
import { useQueryParam } from "@/shared/ui/useQueryParam";
import { Waiting } from "@/shared/ui/Waiting";

import { SignUpForm } from "./SignUpForm";
import classes from "./SignUpPage.module.css";

/** Sign up, with what this pool asks for. */
export function SignUpPage() {
  const { t } = useTranslation();
  const next = useQueryParam("next");
  const config = useConfig();
  const isClosed = config.data?.self_sign_up === false;

  return (
    <Doorway title={t("signUp.title")} lead={isClosed ? t("signUp.closed") : t("signUp.lead")}>
      {config.isPending && <Waiting label={t("shell.loading")} lines={5} />}
      {config.isError && <QueryFault error={config.error} retry={() => void config.refetch()} />}
      {config.data && !isClosed && <SignUpForm config={config.data} next={next} />}
      <p className={classes.links}>
        {t("signUp.haveAccount")} <LinkTo to={withQuery(paths.login, { next })}>{t("signIn.submit")}</LinkTo>
      </p>
    </Doorway>
  );
}
