import "./app/theme/styles";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { App } from "./app/App";
import { loadCommonTexts } from "./app/common-texts";
import { loadFaultTexts } from "./app/fault-texts";
import { loadFirstPage } from "./app/lazy-route";
import { prefetchPages } from "./app/prefetch";
import { Providers } from "./app/Providers";
import { routes } from "./app/routes";
import { createServices } from "./app/services";
import { tolerateTranslation } from "./app/tolerate-translation";
import { loadProviderButtons } from "./features/auth/oauth/ProviderSignIn";
import { pause, systemClock } from "./features/session/core/clock";
import { readLanguage, type Language } from "./shared/i18n/language";

/** How long the first paint waits for the page. */
const MAX_BLANK_MS = 150;

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

tolerateTranslation();
// Not with a top-level await: the texts import this chunk, which would then wait for itself.
void start(root, readLanguage());

async function start(root: HTMLElement, language: Language): Promise<void> {
  const firstPage = loadFirstPage(routes, location.pathname);
  const [services] = await Promise.all([createServices(), loadCommonTexts(language)]);
  // Where the page is cached it is there in a moment, and is shown together with the shell.
  await Promise.race([firstPage, pause(systemClock, MAX_BLANK_MS)]);
  services.session.manager.start();

  createRoot(root).render(
    <StrictMode>
      <Providers {...services} language={language}>
        {/* The address changes at once; App shows the new page when it is ready. */}
        <BrowserRouter useTransitions={false}>
          <App />
        </BrowserRouter>
      </Providers>
    </StrictMode>,
  );

  await firstPage;
  prefetchPages(routes, [loadProviderButtons, loadFaultTexts]);
}
