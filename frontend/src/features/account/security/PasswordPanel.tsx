import { useTexts } from "@/shared/i18n/texts";
import { paths } from "@/shared/paths";
import { ButtonTo } from "@/shared/ui/LinkTo";
import { Panel } from "@/shared/ui/Panel";

import { securityTexts } from "./texts";

/** Leads to the form, which is a page of its own: password managers have an address for it. */
export function PasswordPanel() {
  const { title, change } = useTexts(securityTexts).password;
  return (
    <Panel title={title}>
      <ButtonTo to={paths.password} look="outlined">
        {change}
      </ButtonTo>
    </Panel>
  );
}
