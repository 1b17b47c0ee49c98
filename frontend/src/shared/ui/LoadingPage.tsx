import classes from "./LoadingPage.module.css";

/** Nothing for a moment, then a sign that something is under way. */
export function LoadingPage({ label }: { label: string }) {
  return (
    <div className={classes.place} role="status">
      <span className={classes.ring} aria-hidden="true" />
      <span className={classes.label}>{label}</span>
    </div>
  );
}
