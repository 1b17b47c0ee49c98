import { Fault } from "@/shared/faults/Fault";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { Challenged, Kind } from "./types";
import { useChooseAgain } from "./useChooseAgain";

/** Choose another factor, if there are several, or go back to the address. */
export function OtherWays({ challenge }: { challenge: Challenged<Kind> }) {
  const { chooseAgain: label } = useTexts(challengeTexts);
  const { canChoose, chooseAgain } = useChooseAgain(challenge);
  return (
    <>
      {chooseAgain.error && (
        <Notice tone="fault">
          <Fault fault={chooseAgain.error} />
        </Notice>
      )}
      {canChoose && (
        <Button variant="subtle" loading={chooseAgain.isPending} onClick={() => chooseAgain.mutate()}>
          {label}
        </Button>
      )}
      <StartOverButton />
    </>
  );
}
