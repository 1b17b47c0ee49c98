import { useIsFetching, useIsMutating } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import classes from "./Shell.module.css";

/** A line on top for whatever is under way for more than 300 ms; the delay is in the style. */
export function Progress({ isNavigating }: { isNavigating: boolean }) {
  const { t } = useTranslation();
  const isWorking = useIsFetching() + useIsMutating() > 0;

  if (!isNavigating && !isWorking) return null;
  return <div className={classes.progress} role="progressbar" aria-label={t("shell.loading")} />;
}
