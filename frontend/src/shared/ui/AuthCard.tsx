import type { ReactNode } from "react";

import classes from "./AuthCard.module.css";
import { Logo } from "./Logo";
import { PageTitle } from "./PageTitle";

type AuthCardProps = {
  title: string;
  /** The name of the page in the browser's tab, where the title does not name it. */
  tab?: string;
  lead?: ReactNode;
  children?: ReactNode;
};

/** A page with one task, as a card. */
export function AuthCard({ title, tab, lead, children }: AuthCardProps) {
  return (
    <div className={classes.place}>
      <section className={classes.door}>
        <header className={classes.head}>
          <Logo size={32} />
          <PageTitle tab={tab}>{title}</PageTitle>
          {lead && <p className={classes.lead}>{lead}</p>}
        </header>
        {children}
      </section>
    </div>
  );
}

/** Where else to go, at the end of an `AuthCard`: a link, or a sentence with one, on each line. */
export function CardLinks({ children }: { children: ReactNode }) {
  return <div className={classes.links}>{children}</div>;
}
