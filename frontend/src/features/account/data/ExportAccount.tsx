import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { useApi } from "@/shared/api/ApiContext";
import type { AccountExport } from "@/shared/api/models";
import { type ProblemError, unwrap } from "@/shared/api/problem";
import { download } from "@/shared/download";
import { useTexts } from "@/shared/i18n/texts";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";

import { accountDataTexts } from "./texts";

/** Download everything that is stored about the user. */
export function ExportAccount() {
  const texts = useTexts(accountDataTexts).export;
  const api = useApi();
  const { mutate, error, isPending, isSuccess } = useMutation<AccountExport, ProblemError, null>({
    mutationFn: () => unwrap(api.GET("/api/me/export")),
    onSuccess: (data) => download("account.json", `${JSON.stringify(data, null, 2)}\n`, "application/json"),
  });

  return (
    <Panel title={texts.title} lead={texts.lead}>
      <Stack align="flex-start">
        <FaultNotice fault={error} />
        <Button variant="default" loading={isPending} onClick={() => mutate(null)}>
          {texts.download}
        </Button>
        {isSuccess && <Notice>{texts.done}</Notice>}
      </Stack>
    </Panel>
  );
}
