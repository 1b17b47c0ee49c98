import { Anchor, Button } from "@mantine/core";

import { Link, type LinkProps } from "./Link";

/** A link to a page of the app. */
export function LinkTo(props: LinkProps) {
  return <Anchor component={Link} underline="always" inherit {...props} />;
}

type ButtonToProps = LinkProps & { look?: "filled" | "outlined" };

/** A link to a page of the app that looks like a button. */
export function ButtonTo({ look = "filled", ...props }: ButtonToProps) {
  return <Button component={Link} variant={look === "filled" ? "filled" : "default"} {...props} />;
}
