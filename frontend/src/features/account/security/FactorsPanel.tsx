import { Stack } from "@mantine/core";
import { useEffect, useRef } from "react";

import type { Mfa, MfaMethod } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { FormSkeleton } from "@/shared/ui/FormSkeleton";
import { lazyPart } from "@/shared/ui/lazy-part";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import rows from "@/shared/ui/rows.module.css";

import { FactorRow } from "./FactorRow";
import { securityTexts } from "./texts";
import { useFactorChanges } from "./useFactorChanges";

/** Fetched when somebody sets up an app, and with it the texts of the challenges. */
const SetUpTotp = lazyPart(async () => (await import("./SetUpTotp")).SetUpTotp, <FormSkeleton />);

const METHODS: readonly MfaMethod[] = ["totp", "email_otp", "sms"];

/** The second factors: which are on, and how to turn them on and off. */
export function FactorsPanel({ mfa }: { mfa: Mfa }) {
  const texts = useTexts(securityTexts).factors;
  const { done, app, error, isPending, turnOn, turnOff, prefer, restart, finishTotp } = useFactorChanges();
  const notice = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const shown = METHODS.filter((method) => mfa.methods[method].available || mfa.methods[method].enabled);

  // The form that the notice replaces had the focus.
  useEffect(() => {
    if (done !== null && document.activeElement === document.body) notice.current?.focus();
  }, [done]);

  function cancelTotp() {
    restart();
    list.current?.querySelector<HTMLElement>('[data-opens="totp"]')?.focus();
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
              isPending={isPending}
              onTurnOn={() => turnOn(method)}
              onTurnOff={() => turnOff(method)}
              onPrefer={() => prefer(method)}
            />
          ))}
        </ul>
        {app && <SetUpTotp app={app} onDone={finishTotp} onCancel={cancelTotp} />}
        {done && <Notice ref={notice}>{done}</Notice>}
        <FaultNotice fault={error} />
      </Stack>
    </Panel>
  );
}
