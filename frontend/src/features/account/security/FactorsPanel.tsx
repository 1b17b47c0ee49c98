import { Stack } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";

import type { Mfa, MfaMethod } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import rows from "@/shared/ui/rows.module.css";

import { FactorRow } from "./FactorRow";
import { securityTexts } from "./texts";
import { useBeginTotp, useChangeMfa, useRemoveTotp } from "./useMfa";

/** Fetched when somebody sets up an app: it brings the texts of the challenges. */
const SetUpTotp = lazy(async () => ({ default: (await import("./SetUpTotp")).SetUpTotp }));

const METHODS: readonly MfaMethod[] = ["totp", "email_otp", "sms"];

/** The second factors: which are on, and how to turn them on and off. */
export function FactorsPanel({ mfa }: { mfa: Mfa }) {
  const texts = useTexts(securityTexts).factors;
  const [done, setDone] = useState<string | null>(null);
  const [change, begin, remove] = [useChangeMfa(), useBeginTotp(), useRemoveTotp()];
  const notice = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const error = change.error ?? begin.error ?? remove.error;
  const shown = METHODS.filter((method) => mfa.methods[method].available || mfa.methods[method].enabled);
  const pending = change.isPending || begin.isPending || remove.isPending;

  // The form that the notice replaces had the focus.
  useEffect(() => {
    if (done !== null && document.activeElement === document.body) notice.current?.focus();
  }, [done]);

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

  function cancelTotp() {
    restart();
    list.current?.querySelector<HTMLElement>('[data-opens="totp"]')?.focus();
  }

  function finishTotp() {
    begin.reset();
    setDone(texts.turnedOn(texts.names.totp));
  }

  return (
    <Panel title={texts.title} lead={shown.length > 0 ? texts.lead : texts.none}>
      <Stack>
        {mfa.required && <p>{texts.required}</p>}
        <ul className={rows.list} ref={list}>
          {shown.map((method) => (
            <FactorRow
              key={method}
              method={method}
              mfa={mfa}
              isPending={pending}
              onTurnOn={() => turnOn(method)}
              onTurnOff={() => turnOff(method)}
              onPrefer={() => prefer(method)}
            />
          ))}
        </ul>
        {begin.data && (
          <Suspense fallback={<FormSkeleton />}>
            <SetUpTotp app={begin.data} onDone={finishTotp} onCancel={cancelTotp} />
          </Suspense>
        )}
        {done && <Notice ref={notice}>{done}</Notice>}
        <FaultNotice fault={error} />
      </Stack>
    </Panel>
  );
}
