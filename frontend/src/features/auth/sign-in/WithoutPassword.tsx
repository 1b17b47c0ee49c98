import { useSignIn } from "@/features/session/hooks/useSignIn";
import { useConfig } from "@/shared/api/useConfig";
import { Fault } from "@/shared/faults/Fault";
import { useAccountForm } from "@/shared/forms/FormContext";
import { withoutEdges } from "@/shared/forms/typed-text";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { signInTexts } from "./texts";

/** Signs in with the address alone, where the pool offers more than passwords: the user then chooses a factor. */
export function WithoutPassword() {
  const { withoutPassword } = useTexts(signInTexts);
  const { data: config } = useConfig();
  const { mutate, error, isPending } = useSignIn();
  const form = useAccountForm();

  function begin() {
    if (form.check("email")) mutate({ email: withoutEdges(form.read("email")) });
  }

  if (!config?.factors.some((factor) => factor !== "password")) return null;
  return (
    <>
      {error && (
        <Notice tone="fault">
          <Fault fault={error} />
        </Notice>
      )}
      <Button variant="default" loading={isPending} onClick={begin}>
        {withoutPassword}
      </Button>
    </>
  );
}
