import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";

import { StartOverButton } from "./StartOverButton";
import { challengeTexts } from "./texts";
import type { UserChallenge, Kind } from "./types";
import { useChooseAgain } from "./useChooseAgain";

type OtherFactorsProps = { challenge: UserChallenge<Kind>; followsPassword?: boolean };

/** Choose another factor, if there are several, or go back to the address. */
export function OtherFactors({ challenge, followsPassword = false }: OtherFactorsProps) {
  const { chooseAgain: label } = useTexts(challengeTexts);
  const { canChoose, chooseAgain } = useChooseAgain(challenge, followsPassword);
  return (
    <>
      <FaultNotice fault={chooseAgain.error} />
      {canChoose && (
        <Button variant="subtle" loading={chooseAgain.isPending} onClick={() => chooseAgain.mutate()}>
          {label}
        </Button>
      )}
      <StartOverButton />
    </>
  );
}
