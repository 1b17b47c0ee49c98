import { Button } from "@mantine/core";
import { Link, type LinkProps } from "react-router";

import classes from "./LinkTo.module.css";

/** A link to a page of the app. */
export function LinkTo(props: LinkProps) {
  return <Link className={classes.link} {...props} />;
}

type ButtonToProps = Omit<LinkProps, "style" | "color"> & { look?: "filled" | "outlined" };

/** A link to a page of the app that looks like a button. */
export function ButtonTo({ look = "filled", ...props }: ButtonToProps) {
  return <Button component={Link} variant={look === "filled" ? "filled" : "default"} {...props} />;
}
