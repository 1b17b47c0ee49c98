import { useState, type InputEvent } from "react";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { AttributeRule, Profile } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { attributeChecks } from "@/shared/forms/attribute-checks";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues, editableAttributes } from "@/shared/forms/attributes";
import { useTexts } from "@/shared/i18n/texts";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { profileTexts } from "./texts";
import { useChangeProfile, type Changes } from "./useChangeProfile";
import { useDraft } from "./useDraft";

type Attributes = Record<string, string>;

/** `restored`: the fields hold what was typed before and not saved. */
type Outcome = "saved" | "unchanged" | "restored";

/** The attributes that the user may edit. Only changes are sent; an emptied field removes its attribute. */
export function ProfileForm({ profile, attributes }: { profile: Profile; attributes: readonly AttributeRule[] }) {
  const texts = useTexts(profileTexts);
  const { session } = useSession();
  const groups = session.status === "signed_in" ? session.user.groups : [];
  const change = useChangeProfile();
  const { isRestored, restore, storeInput, forget } = useDraft(profile.sub);
  const [outcome, setOutcome] = useState<Outcome | null>(isRestored ? "restored" : null);
  const editable = editableAttributes(attributes);
  const present = presentValues(profile, editable);

  function edit(event: InputEvent<HTMLElement>) {
    storeInput(event);
    setOutcome(null);
  }

  function finish(sent: Changes) {
    forget();
    setOutcome(Object.keys(sent).length > 0 ? "saved" : "unchanged");
  }

  return (
    <Panel title={texts.details}>
      <div ref={restore} onInput={edit}>
        <AccountForm
          mutation={change}
          checks={attributeChecks(editable)}
          request={(values) => changes(present, attributeValues(values), editable)}
          onSuccess={(_, sent) => finish(sent)}
          submit={texts.save}
          fullWidth={false}
          aside={outcome && <Notice tone={outcome === "saved" ? "good" : "info"}>{texts[outcome]}</Notice>}
        >
          <AttributeFields rules={editable} values={present} />
          {groups.length > 0 && <p>{texts.groups(groups.join(", "))}</p>}
        </AccountForm>
      </div>
    </Panel>
  );
}

function presentValues(profile: Profile, editable: readonly AttributeRule[]): Attributes {
  const values: Record<string, string | undefined> = {
    phone_number: profile.phone_number ?? undefined,
    ...profile.attributes,
  };
  return Object.fromEntries(editable.map(({ name }) => [name, values[name] ?? ""]));
}

function changes(before: Attributes, after: Attributes, rules: readonly AttributeRule[]): Changes {
  // A box that was never ticked has no value yet, which is no change.
  const boxes = new Set(rules.filter(({ type }) => type === "boolean").map(({ name }) => name));
  const shown = (name: string) => (boxes.has(name) && !before[name] ? "false" : before[name]);
  const changed = Object.entries(after).filter(([name, value]) => value !== shown(name));
  return Object.fromEntries(changed.map(([name, value]) => [name, value === "" ? null : value]));
}
