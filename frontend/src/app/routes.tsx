import { Suspense } from "react";
import { Outlet, type RouteObject } from "react-router";

import { GuestsOnly } from "@/features/session/GuestsOnly";
import { RequireSession } from "@/features/session/RequireSession";
import { paths } from "@/shared/paths";

import { FaultBoundary } from "./FaultBoundary";
import { screen } from "./screen";
import { ScrollPosition } from "./shell/ScrollPosition";
import { Shell } from "./shell/Shell";

const forGuests: RouteObject[] = [
  screen(paths.login, async () => (await import("@/features/sign-in/SignInPage")).SignInPage),
  screen(paths.signUp, async () => (await import("@/features/sign-up/SignUpPage")).SignUpPage),
];

const forMembers: RouteObject[] = [
  screen(paths.profile, async () => (await import("@/features/profile/ProfilePage")).ProfilePage),
  screen(paths.protectedPage, async () => (await import("@/features/protected/ProtectedPage")).ProtectedPage),
];

const forAll: RouteObject[] = [
  screen(paths.home, async () => (await import("@/features/home/HomePage")).HomePage),
  screen(paths.verify, async () => (await import("@/features/verify/VerifyPage")).VerifyPage),
  screen(paths.forgotPassword, async () => (await import("@/features/password/ForgotPasswordPage")).ForgotPasswordPage),
  screen(
    paths.changePassword,
    async () => (await import("@/features/password/ChangePasswordRedirect")).ChangePasswordRedirect,
  ),
  screen(paths.signOut, async () => (await import("@/features/sign-out/SignOutPage")).SignOutPage),
  screen("*", async () => (await import("./NotFoundPage")).NotFoundPage),
];

/** The frame stays while the first screen's script is fetched, and when a screen fails. */
function Screens() {
  return (
    <FaultBoundary>
      <Suspense>
        <Outlet />
        <ScrollPosition />
      </Suspense>
    </FaultBoundary>
  );
}

export const routes: RouteObject[] = [
  {
    element: (
      <FaultBoundary>
        <Shell />
      </FaultBoundary>
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
