import { Link, type LinkProps } from "react-router";

import classes from "./LinkTo.module.css";

/** A link within the app. */
export function LinkTo(props: LinkProps) {
  return <Link className={classes.link} {...props} />;
}

type ButtonToProps = LinkProps & { look?: "filled" | "outlined" };

/** A link within the app that looks like a button. */
export function ButtonTo({ look = "filled", ...props }: ButtonToProps) {
  return <Link className={classes.button} data-look={look} {...props} />;
}
