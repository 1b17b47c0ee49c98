import { useIsFetching, useIsMutating } from "@tanstack/react-query";
import { use } from "react";

import { useTexts } from "@/shared/i18n/texts";
import { uiTexts } from "@/shared/ui/texts";

import { IsNavigating } from "./IsNavigating";
import classes from "./Shell.module.css";

/** A line at the top while something is loading for more than 300 ms; the delay is in the style sheet. */
export function Progress() {
  const { loading } = useTexts(uiTexts);
  const isNavigating = use(IsNavigating);
  const isWorking = useIsFetching() + useIsMutating() > 0;

  if (!isNavigating && !isWorking) return null;
  return <div className={classes.progress} role="progressbar" aria-label={loading} />;
}
