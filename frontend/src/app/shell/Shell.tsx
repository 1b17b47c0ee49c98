import { Outlet } from "react-router";

import { appTexts } from "@/app/texts";
import { SessionNotices } from "@/features/session/SessionNotices";
import { useTexts } from "@/shared/i18n/texts";

import { Header } from "./Header";
import classes from "./Shell.module.css";
import { StepUpQuestion } from "./StepUpQuestion";

/** The header and footer around every page. */
export function Shell() {
  const { skip, footer, apiDocs } = useTexts(appTexts);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {skip}
      </a>
      <Header />
      <SessionNotices />
      <main className={classes.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <StepUpQuestion />
      <footer className={classes.footer}>
        <span>{footer}</span>
        <a href="/api/docs">{apiDocs}</a>
      </footer>
    </div>
  );
}
