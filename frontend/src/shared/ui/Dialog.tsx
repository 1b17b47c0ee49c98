import { useEffect, useId, useRef, type ReactNode } from "react";

import classes from "./Dialog.module.css";

type DialogProps = {
  title: string;
  isOpen: boolean;
  /** While a request is running the dialog stays open: it cannot be cancelled any more. */
  isBusy?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/**
 * A question that has to be answered before anything else. The browser's own dialog traps the focus and gives it back
 * however it was opened; see docs/decisions/0005-single-page-app.md for Mantine's.
 */
export function Dialog({ title, isOpen, isBusy = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={heading}
      closedby={isBusy ? "none" : "closerequest"}
      onCancel={(event) => isBusy && event.preventDefault()}
      onClose={onClose}
    >
      {isOpen && (
        <>
          <h2 id={heading}>{title}</h2>
          {children}
        </>
      )}
    </dialog>
  );
}
