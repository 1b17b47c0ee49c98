import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";

import { SessionNotices } from "@/features/session/SessionNotices";

import { Header } from "./Header";
import classes from "./Shell.module.css";

/** The frame of every page. */
export function Shell() {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t("shell.skip")}
      </a>
      <Header />
      <SessionNotices />
      <main className={classes.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className={classes.footer}>
        <span>{t("shell.footer")}</span>
        <a href="/api/docs">{t("shell.apiDocs")}</a>
      </footer>
    </div>
  );
}
