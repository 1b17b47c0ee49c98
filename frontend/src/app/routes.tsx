import { Suspense } from "react";
import { Outlet, type RouteObject } from "react-router";

import { credentialsTexts } from "@/features/account/credentials/texts";
import { accountDataTexts } from "@/features/account/data/texts";
import { changePasswordTexts } from "@/features/account/password/texts";
import { profileTexts } from "@/features/account/profile/texts";
import { securityTexts } from "@/features/account/security/texts";
import { sessionsTexts } from "@/features/account/sessions/texts";
import { accountTexts } from "@/features/account/texts";
import { oauthTexts } from "@/features/auth/oauth/texts";
import { passwordTexts } from "@/features/auth/password/texts";
import { signInTexts } from "@/features/auth/sign-in/texts";
import { signOutTexts } from "@/features/auth/sign-out/texts";
import { signUpTexts } from "@/features/auth/sign-up/texts";
import { verifyTexts } from "@/features/auth/verify/texts";
import { homeTexts } from "@/features/home/texts";
import { protectedTexts } from "@/features/protected/texts";
import { GuestsOnly } from "@/features/session/guards/GuestsOnly";
import { RequireSession } from "@/features/session/guards/RequireSession";
import { paths } from "@/shared/paths";

import { ErrorBoundary } from "./ErrorBoundary";
import { lazyLayout, lazyRoute } from "./lazy-route";
import { ScrollPosition } from "./shell/ScrollPosition";
import { Shell } from "./shell/Shell";

const forGuests: RouteObject[] = [
  lazyRoute(paths.login, [signInTexts], async () => (await import("@/features/auth/sign-in/SignInPage")).SignInPage),
  lazyRoute(paths.signUp, [signUpTexts], async () => (await import("@/features/auth/sign-up/SignUpPage")).SignUpPage),
];

const account = lazyLayout(
  [accountTexts],
  async () => (await import("@/features/account/AccountLayout")).AccountLayout,
  [
    lazyRoute(
      paths.profile,
      [profileTexts],
      async () => (await import("@/features/account/profile/ProfilePage")).ProfilePage,
    ),
    lazyRoute(
      paths.security,
      [securityTexts],
      async () => (await import("@/features/account/security/SecurityPage")).SecurityPage,
    ),
    lazyRoute(
      paths.password,
      [changePasswordTexts],
      async () => (await import("@/features/account/password/PasswordPage")).PasswordPage,
    ),
    lazyRoute(
      paths.sessions,
      [sessionsTexts],
      async () => (await import("@/features/account/sessions/SessionsPage")).SessionsPage,
    ),
    lazyRoute(
      paths.credentials,
      [credentialsTexts],
      async () => (await import("@/features/account/credentials/CredentialsPage")).CredentialsPage,
    ),
    lazyRoute(
      paths.accountData,
      [accountDataTexts],
      async () => (await import("@/features/account/data/DataPage")).DataPage,
    ),
  ],
);

const forMembers: RouteObject[] = [
  account,
  lazyRoute(
    paths.protectedPage,
    [protectedTexts],
    async () => (await import("@/features/protected/ProtectedPage")).ProtectedPage,
  ),
];

const forAll: RouteObject[] = [
  lazyRoute(paths.home, [homeTexts], async () => (await import("@/features/home/HomePage")).HomePage),
  lazyRoute(paths.verify, [verifyTexts], async () => (await import("@/features/auth/verify/VerifyPage")).VerifyPage),
  lazyRoute(
    paths.forgotPassword,
    [passwordTexts],
    async () => (await import("@/features/auth/password/ForgotPasswordPage")).ForgotPasswordPage,
  ),
  lazyRoute(
    paths.callback,
    [oauthTexts],
    async () => (await import("@/features/auth/oauth/CallbackPage")).CallbackPage,
  ),
  lazyRoute(
    paths.changePassword,
    [],
    async () => (await import("@/features/account/password/ChangePasswordRedirect")).ChangePasswordRedirect,
  ),
  lazyRoute(
    paths.signOut,
    [signOutTexts],
    async () => (await import("@/features/auth/sign-out/SignOutPage")).SignOutPage,
  ),
  lazyRoute("*", [], async () => (await import("./NotFoundPage")).NotFoundPage),
];

/** The shell stays while the first page's script is fetched, and when a page fails. */
function Pages() {
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
        element: <Pages />,
        children: [
          { element: <GuestsOnly />, children: forGuests },
          { element: <RequireSession />, children: forMembers },
          ...forAll,
        ],
      },
    ],
  },
];
