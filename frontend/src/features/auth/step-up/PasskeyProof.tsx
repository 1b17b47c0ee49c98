import { useState } from "react";

import { getPasskey, hasPasskeys } from "@/features/auth/challenges/webauthn";
import type { StepUpOptions } from "@/shared/api/models";
import { ProblemError } from "@/shared/api/problem";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";

import { stepUpTexts } from "./texts";
import { useProveIdentity, useStartPasskeyProof } from "./useStepUp";

/** A click opens the browser's dialog, because Safari requires one. */
export function PasskeyProof() {
  const texts = useTexts(stepUpTexts);
  const start = useStartPasskeyProof();
  const prove = useProveIdentity();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ProblemError | null>(null);
  const isPending = isAsking || start.isPending || prove.isPending;
  const fault = failure ?? start.error ?? prove.error;

  async function sign({ session, options }: Extract<StepUpOptions, { method: "passkey" }>) {
    setAsking(true);
    const credential = await getPasskey(options).catch(() => null);
    setAsking(false);
    if (credential === null) setFailure(new ProblemError("passkey-cancelled"));
    else prove.mutate({ method: "passkey", session, credential });
  }

  function ask() {
    setFailure(null);
    start.mutate(null, { onSuccess: (options) => void sign(options) });
  }

  if (!hasPasskeys()) return <p>{texts.unsupported}</p>;
  return (
    <>
      <FaultNotice fault={!isPending && fault} />
      <Button loading={isPending} onClick={ask}>
        {texts.usePasskey}
      </Button>
    </>
  );
}
