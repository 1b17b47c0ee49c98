import { Loader, VisuallyHidden } from "@mantine/core";

import classes from "./WaitingPage.module.css";

/** Nothing for a moment, then a sign that something is under way. */
export function WaitingPage({ label }: { label: string }) {
  return (
    <div className={classes.place} role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      <Loader className={classes.loader ?? ""} aria-hidden="true" />
    </div>
  );
}
