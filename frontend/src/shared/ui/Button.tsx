import { Button as MantineButton, type ButtonProps as MantineButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef, MouseEvent } from "react";

type ButtonProps = MantineButtonProps & Omit<ComponentPropsWithRef<"button">, keyof MantineButtonProps>;

/** A button that keeps the focus while it is busy or has to wait: to the browser it is never disabled. */
export function Button({ onClick, ...props }: ButtonProps) {
  const isResting = [props.disabled, props.loading].includes(true);
  return (
    <MantineButton
      type="button"
      {...props}
      onClick={isResting ? refuse : onClick}
      renderRoot={({ disabled, ...root }: ComponentPropsWithRef<"button">) => (
        <button {...root} aria-disabled={disabled} />
      )}
    />
  );
}

/** Neither pressing it nor Enter in a field sends the form. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}
