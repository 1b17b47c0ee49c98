import "./app/theme/styles";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { layFoundations } from "./app/foundations";
import { Providers } from "./app/Providers";
import { createRouter } from "./app/routes";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

const foundations = await layFoundations();
foundations.session.keeper.start();

createRoot(root).render(
  <StrictMode>
    <Providers {...foundations}>
      <RouterProvider router={createRouter()} />
    </Providers>
  </StrictMode>,
);
