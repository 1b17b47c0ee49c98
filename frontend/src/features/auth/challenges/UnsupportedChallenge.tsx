import { useTranslation } from "react-i18next";

import { AuthCard } from "@/shared/ui/AuthCard";

import { StartOverButton } from "./StartOverButton";

/** The pool asks for something that has no screen. */
export function UnsupportedChallenge() {
  const { t } = useTranslation();
  return (
    <AuthCard title={t("signIn.title")} lead={t("signIn.unsupported")}>
      <StartOverButton />
    </AuthCard>
  );
}
