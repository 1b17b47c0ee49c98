import { useEffect, useRef, useState } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { CallbackBody, CallbackStep } from "@/shared/api/models";
import type { ProblemError } from "@/shared/api/problem";
import { useTexts } from "@/shared/i18n/texts";
import { paths, safeNext, withQuery } from "@/shared/paths";
import { LoadingPage } from "@/shared/ui/LoadingPage";

import { CallbackFailed } from "./CallbackFailed";
import { authorizeUrl, rememberRedirect, takeRedirect } from "./redirect";
import { oauthTexts } from "./texts";
import { useFinishRedirect } from "./useFinishRedirect";

/** Where the pool's domain sends the browser back to: finishes the sign-in, or the link of an identity. */
export function CallbackPage() {
  const { title } = useTexts(oauthTexts);
  const { session } = useSession();
  const navigate = useNavigate();
  const body = useCallbackBody();
  const [redirect] = useState(takeRedirect);
  const { mutate, error } = useFinishRedirect();
  const isSent = useRef(false);

  function proceed(step: CallbackStep) {
    if (step.status === "challenge") return navigate(withQuery(paths.login, { next: redirect?.next ?? null }));
    const state = step.status === "linked" ? { linked: step.provider } : null;
    return navigate(safeNext(step.next), { replace: true, state });
  }

  /** The first attempt may only have linked the identity: the second one signs in. */
  function repeat({ code }: ProblemError) {
    if (code !== "authorize-again" || redirect === null || redirect.again) return;
    const second = { ...redirect, again: true };
    rememberRedirect(second);
    location.replace(authorizeUrl(second));
  }

  function send() {
    if (body !== null) mutate(body, { onSuccess: (step) => void proceed(step), onError: repeat });
  }

  // Once, though React runs effects twice in development, and as soon as it is known who is signed in.
  useEffect(() => {
    if (isSent.current || session.status === "restoring") return;
    isSent.current = true;
    send();
  });

  if (body === null) return <Navigate to={paths.home} replace />;
  if (error === null) return <LoadingPage label={title} />;
  return <CallbackFailed error={error} next={redirect?.next ?? null} onRetry={send} />;
}

/** The domain's response, removed from the URL so that it stays in no history; null if there is none. */
function useCallbackBody(): CallbackBody | null {
  const [query, setQuery] = useSearchParams();
  const [body] = useState(() => bodyOf(query));

  useEffect(() => {
    if (query.size > 0) setQuery({}, { replace: true });
  }, [query, setQuery]);

  return body;
}

function bodyOf(query: URLSearchParams): CallbackBody | null {
  const [state, code, error] = [query.get("state"), query.get("code"), query.get("error")];
  if (!state || (!code && !error)) return null;
  return error ? { state, error, error_description: query.get("error_description") ?? "" } : { state, code };
}
