import { Paper } from "@mantine/core";
import { useId, type ReactNode } from "react";

import classes from "./Panel.module.css";

type PanelProps = { title: string; lead?: string; children: ReactNode };

/** A part of a page with its own heading. */
export function Panel({ title, lead, children }: PanelProps) {
  const heading = useId();
  return (
    <Paper component="section" withBorder radius="lg" className={classes.panel ?? ""} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </Paper>
  );
}
