import type { Mfa, MfaMethod } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import rows from "@/shared/ui/rows.module.css";

import classes from "./FactorRow.module.css";
import { securityTexts } from "./texts";

type FactorRowProps = {
  method: MfaMethod;
  mfa: Mfa;
  isPending: boolean;
  onTurnOn: () => void;
  onTurnOff: () => void;
  onPrefer: () => void;
};

/** One second factor, and what can be done with it. */
export function FactorRow({ method, mfa, isPending, onTurnOn, onTurnOff, onPrefer }: FactorRowProps) {
  const texts = useTexts(securityTexts).factors;
  const name = texts.names[method];
  const { enabled } = mfa.methods[method];
  const hasOthers = Object.entries(mfa.methods).some(([other, state]) => other !== method && state.enabled);
  const isPreferred = mfa.preferred === method && hasOthers;

  return (
    <li className={rows.row} data-testid={`factor-${method}`}>
      <div className={rows.name}>
        <strong>{name}</strong>
        <span className={classes.badge} data-on={enabled}>
          {enabled ? texts.on : texts.off}
        </span>
        {isPreferred && <span className={rows.note}>{texts.preferred}</span>}
        {enabled && hasOthers && !isPreferred && (
          <div className={classes.prefer}>
            <Button
              variant="subtle"
              disabled={isPending}
              aria-label={texts.about(texts.prefer, name)}
              onClick={onPrefer}
            >
              {texts.prefer}
            </Button>
          </div>
        )}
      </div>
      {/* One button that changes its label keeps the focus. */}
      <Button
        variant="default"
        disabled={isPending}
        data-opens={method}
        aria-label={texts.about(enabled ? texts.turnOff : texts.turnOn, name)}
        onClick={enabled ? onTurnOff : onTurnOn}
      >
        {enabled ? texts.turnOff : texts.turnOn}
      </Button>
    </li>
  );
}
