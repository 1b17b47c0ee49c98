import { Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { waitText } from "@/shared/i18n/waits";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

import { problemText } from "./faults";
import { useSubmission } from "./useSubmission";

type AccountFormProps<Values extends object> = {
  form: UseFormReturnType<Values>;
  onSubmit: (values: Values) => Promise<unknown>;
  submit: string;
  children: ReactNode;
  /** Beside the submit button. */
  aside?: ReactNode;
  fullWidth?: boolean;
  color?: string;
};

/** A form that is sent once at a time, and says in place what is wrong with it. */
export function AccountForm<Values extends object>(props: AccountFormProps<Values>) {
  const { form, onSubmit, submit, children, aside, fullWidth = true, color } = props;
  const { t } = useTranslation();
  const { submitOnce, setElement, problem, isPending, wait } = useSubmission(form, onSubmit);

  return (
    <form ref={setElement} onSubmit={submitOnce} noValidate aria-busy={isPending}>
      <Stack gap="md">
        {problem && <Notice tone="fault">{problemText(problem, t)}</Notice>}
        {children}
        <Stack gap="sm" align={fullWidth ? "stretch" : "flex-start"}>
          <Button type="submit" loading={isPending} disabled={wait > 0} {...(color && { color })}>
            {wait > 0 ? t("forms.retry", { time: waitText(wait, t) }) : submit}
          </Button>
          {aside}
        </Stack>
      </Stack>
    </form>
  );
}
