import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/features/session/hooks/SessionContext";
import type { AttributeRule, Profile } from "@/shared/api/models";
import { AccountForm } from "@/shared/forms/AccountForm";
import { AttributeFields } from "@/shared/forms/AttributeFields";
import { attributeValues, editableAttributes } from "@/shared/forms/attributes";
import { rules } from "@/shared/forms/rules";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { useChangeProfile, type Changes } from "./useChangeProfile";

type Attributes = Record<string, string>;

/** The attributes that one may change. Only what was changed is sent; an emptied field is taken away. */
export function ProfileForm({ profile, attributes }: { profile: Profile; attributes: readonly AttributeRule[] }) {
  const { t } = useTranslation();
  const { session } = useSession();
  const groups = session.status === "signed_in" ? session.user.groups : [];
  const change = useChangeProfile();
  const [outcome, setOutcome] = useState<"saved" | "unchanged" | null>(null);
  const editable = editableAttributes(attributes);
  const form = useForm<{ attributes: Attributes }>({
    initialValues: { attributes: present(profile, editable) },
    onValuesChange: () => setOutcome(null),
    validate: {
      attributes: Object.fromEntries(editable.map((rule) => [rule.name, rules(t).attribute(rule, rule.required)])),
    },
  });

  async function submit(values: { attributes: Attributes }) {
    const changes = changed(present(profile, editable), attributeValues(values.attributes));
    if (Object.keys(changes).length === 0) {
      setOutcome("unchanged");
      return;
    }
    await change.mutateAsync(changes);
    setOutcome("saved");
  }

  return (
    <Panel title={t("profile.details")}>
      <AccountForm
        form={form}
        submit={t("profile.save")}
        onSubmit={submit}
        fullWidth={false}
        aside={outcome && <Notice tone={outcome === "saved" ? "good" : "info"}>{t(`profile.${outcome}`)}</Notice>}
      >
        <AttributeFields form={form} rules={editable} />
        {groups.length > 0 && <p>{t("profile.groups", { groups: groups.join(", ") })}</p>}
      </AccountForm>
    </Panel>
  );
}

function present(profile: Profile, editable: readonly AttributeRule[]): Attributes {
  const values: Record<string, string | undefined> = {
    phone_number: profile.phone_number ?? undefined,
    ...profile.attributes,
  };
  return Object.fromEntries(editable.map(({ name }) => [name, values[name] ?? ""]));
}

function changed(before: Attributes, after: Attributes): Changes {
  const entries = Object.entries(after).filter(([name, value]) => value !== before[name]);
  return Object.fromEntries(entries.map(([name, value]) => [name, value === "" ? null : value]));
}
