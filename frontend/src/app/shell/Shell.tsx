import { useTranslation } from "react-i18next";
import { Outlet, ScrollRestoration } from "react-router";

import { SessionNotices } from "@/features/session/SessionNotices";

import { Header } from "./Header";
import { Progress } from "./Progress";
import classes from "./Shell.module.css";

/** The frame of every page. */
export function Shell() {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t("shell.skip")}
      </a>
      <Progress />
      <Header />
      <SessionNotices />
      <main className={classes.main} id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className={classes.footer}>
        <span>{t("shell.footer")}</span>
        <a href="/api/docs">{t("shell.apiDocs")}</a>
      </footer>
      <ScrollRestoration />
    </div>
  );
}
