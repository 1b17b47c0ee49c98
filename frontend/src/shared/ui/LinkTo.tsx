import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import { Link, type LinkProps } from "react-router";

/** A link within the app. */
export function LinkTo(props: AnchorProps & LinkProps) {
  return <Anchor component={Link} underline="always" {...props} />;
}

/** A link within the app that looks like a button. */
export function ButtonTo(props: ButtonProps & LinkProps) {
  return <Button component={Link} {...props} />;
}
