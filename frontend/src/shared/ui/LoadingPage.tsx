import classes from "./LoadingPage.module.css";

/** Shows nothing at first, then a loading indicator. */
export function LoadingPage({ label }: { label: string }) {
  return (
    <div className={classes.place} role="status">
      <span className={classes.ring} aria-hidden="true" />
      <span className={classes.label}>{label}</span>
    </div>
  );
}
