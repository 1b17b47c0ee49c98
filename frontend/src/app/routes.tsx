import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";

import { GuestsOnly } from "@/features/session/GuestsOnly";
import { RequireSession } from "@/features/session/RequireSession";
import { paths } from "@/shared/paths";

import { ErrorPage } from "./ErrorPage";
import { Shell } from "./shell/Shell";

/** A screen whose script is fetched when it is wanted. */
function screen(load: () => Promise<ComponentType>): NonNullable<RouteObject["lazy"]> {
  return async () => ({ Component: await load() });
}

const forGuests: RouteObject[] = [
  {
    path: paths.login,
    lazy: screen(async () => (await import("@/features/sign-in/SignInPage")).SignInPage),
  },
  {
    path: paths.signUp,
    lazy: screen(async () => (await import("@/features/sign-up/SignUpPage")).SignUpPage),
  },
];

const forMembers: RouteObject[] = [
  {
    path: paths.profile,
    lazy: screen(async () => (await import("@/features/profile/ProfilePage")).ProfilePage),
  },
  {
    path: paths.protectedPage,
    lazy: screen(async () => (await import("@/features/protected/ProtectedPage")).ProtectedPage),
  },
];

const forAll: RouteObject[] = [
  { path: paths.home, lazy: screen(async () => (await import("@/features/home/HomePage")).HomePage) },
  {
    path: paths.verify,
    lazy: screen(async () => (await import("@/features/verify/VerifyPage")).VerifyPage),
  },
  {
    path: paths.forgotPassword,
    lazy: screen(async () => (await import("@/features/password/ForgotPasswordPage")).ForgotPasswordPage),
  },
  {
    path: paths.changePassword,
    lazy: screen(async () => (await import("@/features/password/ChangePasswordRedirect")).ChangePasswordRedirect),
  },
  {
    path: paths.signOut,
    lazy: screen(async () => (await import("@/features/sign-out/SignOutPage")).SignOutPage),
  },
  { path: "*", lazy: screen(async () => (await import("./NotFoundPage")).NotFoundPage) },
];

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    // The frame stays while the first screen's script is fetched.
    hydrateFallbackElement: <></>,
    errorElement: <ErrorPage />,
    children: [
      {
        errorElement: <ErrorPage />,
        children: [
          { element: <GuestsOnly />, children: forGuests },
          { element: <RequireSession />, children: forMembers },
          ...forAll,
        ],
      },
    ],
  },
];

export function createRouter() {
  return createBrowserRouter(routes);
}
