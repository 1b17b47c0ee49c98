import { useTranslation } from "react-i18next";

import { useConfig } from "@/shared/api/useConfig";
import { paths, withQuery } from "@/shared/paths";
import { AuthCard } from "@/shared/ui/AuthCard";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { LinkTo } from "@/shared/ui/LinkTo";
import { QueryError } from "@/shared/ui/QueryError";
import { useQueryParam } from "@/shared/ui/useQueryParam";

import { SignUpForm } from "./SignUpForm";
import classes from "./SignUpPage.module.css";

/** Sign up, with what this pool asks for. */
export function SignUpPage() {
  const { t } = useTranslation();
  const next = useQueryParam("next");
  const config = useConfig();
  const isClosed = config.data?.self_sign_up === false;

  return (
    <AuthCard title={t("signUp.title")} lead={isClosed ? t("signUp.closed") : t("signUp.lead")}>
      {config.isPending && <FormSkeleton label={t("shell.loading")} lines={5} />}
      {config.isError && <QueryError error={config.error} retry={() => void config.refetch()} />}
      {config.data && !isClosed && <SignUpForm config={config.data} next={next} />}
      <p className={classes.links}>
        {t("signUp.haveAccount")} <LinkTo to={withQuery(paths.login, { next })}>{t("signIn.submit")}</LinkTo>
      </p>
    </AuthCard>
  );
}
