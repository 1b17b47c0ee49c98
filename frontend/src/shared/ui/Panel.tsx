import { Title } from "@mantine/core";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { useLocation } from "react-router";

import classes from "./Panel.module.css";

type PanelProps = { title: string; lead?: string; id?: string; children: ReactNode };

/** A part of a page under a heading of its own. It comes into view if the address points at it, however late it is there. */
export function Panel({ title, lead, id, children }: PanelProps) {
  const heading = useId();
  const place = useRef<HTMLElement>(null);
  const isMeant = useLocation().hash === `#${id}`;

  useEffect(() => {
    if (isMeant) place.current?.scrollIntoView();
  }, [isMeant]);

  return (
    <section ref={place} className={classes.panel} aria-labelledby={heading} id={id}>
      <Title order={2} id={heading}>
        {title}
      </Title>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}
