import { Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

import classes from "./Panel.module.css";

type PanelProps = { title: string; lead?: string; id?: string; children: ReactNode };

/** A part of a page under a heading of its own. */
export function Panel({ title, lead, id, children }: PanelProps) {
  const heading = useId();
  return (
    <section className={classes.panel} aria-labelledby={heading} id={id}>
      <Title order={2} id={heading}>
        {title}
      </Title>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}
