import { useIsFetching, useIsMutating } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigation } from "react-router";

import classes from "./Shell.module.css";

/** A line on top for whatever is under way for more than 300 ms; the delay is in the style. */
export function Progress() {
  const { t } = useTranslation();
  const isNavigating = useNavigation().state !== "idle";
  const isWorking = useIsFetching() + useIsMutating() > 0;

  if (!isNavigating && !isWorking) return null;
  return <div className={classes.progress} role="progressbar" aria-label={t("shell.loading")} />;
}
