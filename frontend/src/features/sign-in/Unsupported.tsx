import { useTranslation } from "react-i18next";

import { Doorway } from "@/shared/ui/Doorway";

import { BackToStart } from "./BackToStart";

/** The pool asks for something that has no screen. */
export function Unsupported() {
  const { t } = useTranslation();
  return (
    <Doorway title={t("signIn.title")} lead={t("signIn.unsupported")}>
      <BackToStart />
    </Doorway>
  );
}
