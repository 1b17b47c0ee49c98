import { Stack } from "@mantine/core";
import { useState } from "react";

import { hasPasskeys } from "@/features/auth/challenges/webauthn";
import type { Passkey } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { isAnything } from "@/shared/forms/checks";
import { TextField } from "@/shared/forms/fields";
import { formTexts } from "@/shared/forms/texts";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { useDateFormat } from "@/shared/i18n/useDateFormat";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import rows from "@/shared/ui/rows.module.css";

import { securityTexts } from "./texts";
import { useAddPasskey, useDeletePasskey } from "./useChangePasskeys";

/** The passkeys: list, add, delete. */
export function PasskeysPanel({ passkeys }: { passkeys: readonly Passkey[] }) {
  const texts = useTexts(securityTexts).passkeys;
  const { fields } = useTexts(formTexts);
  const [additions, setAdditions] = useState(0);
  const [add, remove] = [useAddPasskey(), useDeletePasskey()];

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack>
        {passkeys.length === 0 && <p>{texts.none}</p>}
        <ul className={rows.list} aria-label={texts.title}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} isPending={remove.isPending} onDelete={remove.mutate} />
          ))}
        </ul>
        <FaultNotice fault={remove.error} />
        {remove.isSuccess && <Notice>{texts.deleted}</Notice>}
        {hasPasskeys() ? (
          <AccountForm
            mutation={add}
            checks={{ name: isAnything }}
            request={({ name }) => ({ name: withoutEdges(name) })}
            onSuccess={() => setAdditions(additions + 1)}
            submit={texts.add}
            fullWidth={false}
            aside={add.isSuccess && <Notice>{texts.added}</Notice>}
          >
            <TextField
              key={additions}
              name="name"
              label={`${texts.name} (${fields.optional})`}
              autoComplete="off"
              maxLength={128}
            />
          </AccountForm>
        ) : (
          <p>{texts.unsupported}</p>
        )}
      </Stack>
    </Panel>
  );
}

type PasskeyRowProps = { passkey: Passkey; isPending: boolean; onDelete: (id: string) => void };

function PasskeyRow({ passkey, isPending, onDelete }: PasskeyRowProps) {
  const texts = useTexts(securityTexts).passkeys;
  const date = useDateFormat().format(new Date(passkey.created_at));
  const name = passkey.name || texts.unnamed;
  return (
    <li className={rows.row}>
      <div className={rows.name}>
        <strong dir="auto">{name}</strong>
        <span className={rows.note}>{texts.created(date)}</span>
      </div>
      <Button
        variant="default"
        disabled={isPending}
        aria-label={texts.deleteOne(name)}
        onClick={() => onDelete(passkey.id)}
      >
        {texts.delete}
      </Button>
    </li>
  );
}
