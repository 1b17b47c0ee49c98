import { Suspense } from "react";
import { Outlet, type RouteObject } from "react-router";

import { GuestsOnly } from "@/features/session/guards/GuestsOnly";
import { RequireSession } from "@/features/session/guards/RequireSession";
import { paths } from "@/shared/paths";

import { ErrorBoundary } from "./ErrorBoundary";
import { lazyRoute } from "./lazy-route";
import { ScrollPosition } from "./shell/ScrollPosition";
import { Shell } from "./shell/Shell";

const forGuests: RouteObject[] = [
  lazyRoute(paths.login, async () => (await import("@/features/auth/sign-in/SignInPage")).SignInPage),
  lazyRoute(paths.signUp, async () => (await import("@/features/auth/sign-up/SignUpPage")).SignUpPage),
];

const forMembers: RouteObject[] = [
  lazyRoute(paths.profile, async () => (await import("@/features/account/ProfilePage")).ProfilePage),
  lazyRoute(paths.protectedPage, async () => (await import("@/features/protected/ProtectedPage")).ProtectedPage),
];

const forAll: RouteObject[] = [
  lazyRoute(paths.home, async () => (await import("@/features/home/HomePage")).HomePage),
  lazyRoute(paths.verify, async () => (await import("@/features/auth/verify/VerifyPage")).VerifyPage),
  lazyRoute(
    paths.forgotPassword,
    async () => (await import("@/features/auth/password/ForgotPasswordPage")).ForgotPasswordPage,
  ),
  lazyRoute(
    paths.changePassword,
    async () => (await import("@/features/account/security/ChangePasswordRedirect")).ChangePasswordRedirect,
  ),
  lazyRoute(paths.signOut, async () => (await import("@/features/auth/sign-out/SignOutPage")).SignOutPage),
  lazyRoute("*", async () => (await import("./NotFoundPage")).NotFoundPage),
];

/** The frame stays while the first lazyRoute's script is fetched, and when a lazyRoute fails. */
function Screens() {
  return (
    <ErrorBoundary>
      <Suspense>
        <Outlet />
        <ScrollPosition />
      </Suspense>
    </ErrorBoundary>
  );
}

export const routes: RouteObject[] = [
  {
    element: (
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
    ),
    children: [
      {
        element: <Screens />,
        children: [
          { element: <GuestsOnly />, children: forGuests },
          { element: <RequireSession />, children: forMembers },
          ...forAll,
        ],
      },
    ],
  },
];
