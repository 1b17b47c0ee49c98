import { useState } from "react";

import type { MfaMethod } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";

import { securityTexts } from "./texts";
import { useBeginTotp, useChangeMfa, useRemoveTotp } from "./useMfa";

/**
 * Turn second factors on and off. `done` says what was changed last. `app` is there while an authenticator app is set
 * up, which takes its secret and then a code.
 */
export function useFactorChanges() {
  const texts = useTexts(securityTexts).factors;
  const [done, setDone] = useState<string | null>(null);
  const [change, begin, remove] = [useChangeMfa(), useBeginTotp(), useRemoveTotp()];

  function restart() {
    setDone(null);
    [change, begin, remove].forEach((mutation) => mutation.reset());
  }

  function turnOn(method: MfaMethod) {
    restart();
    if (method === "totp") begin.mutate(null);
    else
      change.mutate({ enabled: { [method]: true } }, { onSuccess: () => setDone(texts.turnedOn(texts.names[method])) });
  }

  function turnOff(method: MfaMethod) {
    restart();
    const onSuccess = () => setDone(texts.turnedOff(texts.names[method]));
    if (method === "totp") remove.mutate(null, { onSuccess });
    else change.mutate({ enabled: { [method]: false } }, { onSuccess });
  }

  function prefer(method: MfaMethod) {
    restart();
    change.mutate(
      { enabled: {}, preferred: method },
      { onSuccess: () => setDone(texts.nowPreferred(texts.names[method])) },
    );
  }

  function finishTotp() {
    begin.reset();
    setDone(texts.turnedOn(texts.names.totp));
  }

  const error = change.error ?? begin.error ?? remove.error;
  const isPending = change.isPending || begin.isPending || remove.isPending;
  return { done, app: begin.data, error, isPending, turnOn, turnOff, prefer, restart, finishTotp };
}
