import "./app/theme/styles";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { App } from "./app/App";
import { preloadRoute } from "./app/lazy-route";
import { Providers } from "./app/Providers";
import { routes } from "./app/routes";
import { createServices } from "./app/services";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

void preloadRoute(routes, location.pathname);
const services = await createServices();
services.session.manager.start();

createRoot(root).render(
  <StrictMode>
    <Providers {...services}>
      {/* The address changes at once; App sees to it that the page follows when it can be shown. */}
      <BrowserRouter useTransitions={false}>
        <App />
      </BrowserRouter>
    </Providers>
  </StrictMode>,
);
