import { Anchor, Button } from "@mantine/core";
import { Link, type LinkProps } from "react-router";

type LinkToProps = Omit<LinkProps, "style" | "color">;

/** A link to a page of the app. */
export function LinkTo(props: LinkToProps) {
  return <Anchor component={Link} underline="always" inherit {...props} />;
}

type ButtonToProps = LinkToProps & { look?: "filled" | "outlined" };

/** A link to a page of the app that looks like a button. */
export function ButtonTo({ look = "filled", ...props }: ButtonToProps) {
  return <Button component={Link} variant={look === "filled" ? "filled" : "default"} {...props} />;
}
