import type { ReactNode } from "react";

import classes from "./AuthCard.module.css";
import { Logo } from "./Logo";
import { PageTitle } from "./PageTitle";

type AuthCardProps = { title: string; lead?: ReactNode; children?: ReactNode };

/** A page with one task, as a card. */
export function AuthCard({ title, lead, children }: AuthCardProps) {
  return (
    <div className={classes.place}>
      <section className={classes.door}>
        <header className={classes.head}>
          <Logo size={32} />
          <PageTitle>{title}</PageTitle>
          {lead && <p className={classes.lead}>{lead}</p>}
        </header>
        {children}
      </section>
    </div>
  );
}
