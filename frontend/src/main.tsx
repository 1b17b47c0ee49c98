import "./app/theme/styles";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { App } from "./app/App";
import { layFoundations } from "./app/foundations";
import { Providers } from "./app/Providers";
import { routes } from "./app/routes";
import { fetchScreen } from "./app/screen";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

void fetchScreen(routes, location.pathname);
const foundations = await layFoundations();
foundations.session.keeper.start();

createRoot(root).render(
  <StrictMode>
    <Providers {...foundations}>
      {/* The address changes at once; App sees to it that the page follows when it can be shown. */}
      <BrowserRouter useTransitions={false}>
        <App />
      </BrowserRouter>
    </Providers>
  </StrictMode>,
);
