import { Stack } from "@mantine/core";
import { useRef } from "react";

import type { Mfa } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Panel } from "@/shared/ui/Panel";

import { RecoveryCodeList } from "./RecoveryCodeList";
import { securityTexts } from "./texts";
import { useMakeRecoveryCodes } from "./useRecoveryCodes";

/** How many recovery codes are left, and new ones, which are shown once. */
export function RecoveryCodesPanel({ status }: { status: Mfa["recovery_codes"] }) {
  const texts = useTexts(securityTexts).recovery;
  const { mutate, reset, data, error, isPending } = useMakeRecoveryCodes();
  const place = useRef<HTMLDivElement>(null);

  function finish() {
    reset();
    place.current?.focus();
  }

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack ref={place} tabIndex={-1} align="flex-start">
        <p data-testid="recovery-codes-left">{texts.remaining(status.remaining)}</p>
        {data ? (
          <RecoveryCodeList codes={data.codes} onDone={finish} />
        ) : (
          <>
            {status.remaining > 0 && <p>{texts.replaces}</p>}
            <FaultNotice fault={error} />
            <Button variant="default" loading={isPending} onClick={() => mutate(null)}>
              {status.remaining > 0 ? texts.remake : texts.make}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  );
}
