import type { paths } from "@/api/schema";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type ResponseBody<
  Path extends keyof paths,
  Method extends "get" | "post" | "patch",
  Status extends number = 200,
> = Json<
  NonNullable<paths[Path][Method]> extends { responses: infer Responses } ? Responses[Status & keyof Responses] : never
>;

export type PoolConfig = ResponseBody<"/api/auth/config", "get">;
export type PasswordPolicy = PoolConfig["password_policy"];
export type AttributeRule = PoolConfig["attributes"][number];

export type NextStep = ResponseBody<"/api/auth/sign-in", "post">;
export type Challenge = Extract<NextStep, { status: "challenge" }>;
export type ChallengeOf<Kind extends Challenge["kind"]> = Extract<Challenge, { kind: Kind }>;

/** What the pool's domain returned from a sign-in by redirect, and what follows. */
export type CallbackBody = paths["/api/auth/oauth/callback"]["post"]["requestBody"]["content"]["application/json"];
export type CallbackStep = ResponseBody<"/api/auth/oauth/callback", "post">;
export type Identity = ResponseBody<"/api/me/identities", "get">[number];

/** The body of an answer to a challenge; its `kind` is that of the challenge. */
export type ChallengeAnswer = NonNullable<
  paths["/api/auth/challenge"]["post"]["requestBody"]
>["content"]["application/json"];

/** What an authenticator app needs to be set up. */
export type AuthenticatorApp = NonNullable<ChallengeOf<"set_up_mfa">["totp"]>;

export type StepUpProof = NonNullable<paths["/api/auth/step-up"]["post"]["requestBody"]>["content"]["application/json"];
/** A proof, or a way to one: the redirect ends at the callback. */
export type StepUpMethod = StepUpProof["method"] | StepUpOptions["method"];
export type StepUpResult = ResponseBody<"/api/auth/step-up", "post">;
export type StepUpOptions = ResponseBody<"/api/auth/step-up/options", "post">;

export type Mfa = ResponseBody<"/api/me/mfa", "get">;
export type RecoveryCodes = ResponseBody<"/api/me/recovery-codes", "post">;
export type Passkey = ResponseBody<"/api/me/passkeys", "get">[number];
export type AccountExport = ResponseBody<"/api/me/export", "get">;
export type UserSession = ResponseBody<"/api/me/sessions", "get">[number];
export type TrustedBrowser = ResponseBody<"/api/me/trusted-browsers", "get">[number];
export type MfaMethod = keyof Mfa["methods"];
export type MfaChange = paths["/api/me/mfa"]["put"]["requestBody"]["content"]["application/json"];

export type AwsCredentials = ResponseBody<"/api/me/aws-credentials", "post">;

export type SignedUp = ResponseBody<"/api/auth/sign-up", "post", 201>;
export type CodeSent = ResponseBody<"/api/auth/sign-up/resend", "post">;
export type Profile = ResponseBody<"/api/me", "get">;
export type AuthTest = ResponseBody<"/api/auth_test", "get">;
export type ChangedProfile = ResponseBody<"/api/me", "patch">;
