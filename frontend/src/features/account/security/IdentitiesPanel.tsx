import { Stack } from "@mantine/core";
import { useLocation } from "react-router";

import type { Identity } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import { ProviderIcon, providerLabel } from "@/shared/ui/providers";
import rows from "@/shared/ui/rows.module.css";

import classes from "./FactorRow.module.css";
import { securityTexts } from "./texts";
import { useLinkIdentity, useUnlinkIdentity } from "./useChangeIdentities";

type IdentitiesPanelProps = { identities: readonly Identity[]; providers: readonly string[]; hasPassword: boolean };

/** The ways to sign in: the password, and every provider that is connected or can be. */
export function IdentitiesPanel({ identities, providers, hasPassword }: IdentitiesPanelProps) {
  const texts = useTexts(securityTexts).identities;
  const [link, unlink] = [useLinkIdentity(), useUnlinkIdentity()];
  const linked = useLinkedProvider();
  const error = link.error ?? unlink.error;
  const connected = new Map(identities.map((identity) => [identity.provider, identity]));
  const isBusy = link.isPending || unlink.isPending;

  function press(provider: string) {
    [link, unlink].forEach((mutation) => mutation.reset());
    (connected.has(provider) ? unlink : link).mutate(provider);
  }

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack>
        {linked && !unlink.isSuccess && <Notice>{texts.linked(providerLabel(linked))}</Notice>}
        {unlink.isSuccess && <Notice>{texts.unlinked}</Notice>}
        <FaultNotice fault={error} />
        <ul className={rows.list} aria-label={texts.title}>
          {hasPassword && (
            <li className={rows.row}>
              <strong>{texts.password}</strong>
            </li>
          )}
          {[...new Set([...connected.keys(), ...providers])].map((provider) => (
            <IdentityRow
              key={provider}
              provider={provider}
              identity={connected.get(provider)}
              isBusy={isBusy}
              onPress={() => press(provider)}
            />
          ))}
        </ul>
      </Stack>
    </Panel>
  );
}

type IdentityRowProps = { provider: string; identity: Identity | undefined; isBusy: boolean; onPress: () => void };

function IdentityRow({ provider, identity, isBusy, onPress }: IdentityRowProps) {
  const texts = useTexts(securityTexts).identities;
  const label = providerLabel(provider);
  const action = identity ? texts.unlink : texts.link;

  return (
    <li className={rows.row}>
      <div className={rows.name}>
        <ProviderIcon provider={provider} />
        <strong>{label}</strong>
        <span className={classes.badge} data-on={identity !== undefined}>
          {identity ? texts.on : texts.off}
        </span>
      </div>
      {identity?.primary ? (
        <span className={rows.note}>{texts.primary}</span>
      ) : (
        <Button variant="default" disabled={isBusy} aria-label={texts.about(action, label)} onClick={onPress}>
          {action}
        </Button>
      )}
    </li>
  );
}

/** The provider that was connected on the way here. */
function useLinkedProvider(): string | null {
  const state = useLocation().state as { linked?: unknown } | null;
  return typeof state?.linked === "string" ? state.linked : null;
}
