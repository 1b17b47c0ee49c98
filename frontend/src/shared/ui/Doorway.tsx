import type { ReactNode } from "react";

import classes from "./Doorway.module.css";
import { Mark } from "./Mark";
import { PageTitle } from "./PageTitle";

type DoorwayProps = { title: string; lead?: ReactNode; children: ReactNode };

/** A page with one task: a card in the shape of a doorway. */
export function Doorway({ title, lead, children }: DoorwayProps) {
  return (
    <div className={classes.place}>
      <section className={classes.door}>
        <header className={classes.head}>
          <Mark size={32} />
          <PageTitle>{title}</PageTitle>
          {lead && <p className={classes.lead}>{lead}</p>}
        </header>
        {children}
      </section>
    </div>
  );
}
