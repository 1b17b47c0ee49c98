import { Stack } from "@mantine/core";

import type { TrustedBrowser } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { useDateFormat } from "@/shared/i18n/useDateFormat";
import { Button } from "@/shared/ui/Button";
import { FaultNotice } from "@/shared/ui/FaultNotice";
import { Notice } from "@/shared/ui/Notice";
import { Panel } from "@/shared/ui/Panel";
import { QueryResult } from "@/shared/ui/QueryResult";
import rows from "@/shared/ui/rows.module.css";

import { securityTexts } from "./texts";
import { useForgetBrowser, useTrustedBrowsers } from "./useTrustedBrowsers";

/** The browsers that are not asked for the second step: list and forget them. */
export function TrustedBrowsersPanel({ days }: { days: number }) {
  const texts = useTexts(securityTexts).browsers;
  const forget = useForgetBrowser();

  return (
    <Panel title={texts.title} lead={texts.lead(days)}>
      <Stack>
        <QueryResult queries={{ browsers: useTrustedBrowsers() }}>
          {({ browsers }) => (
            <>
              {browsers.length === 0 && <p>{texts.none}</p>}
              <ul className={rows.list} aria-label={texts.title}>
                {browsers.map((browser) => (
                  <BrowserRow
                    key={browser.id}
                    browser={browser}
                    isPending={forget.isPending}
                    onForget={() => forget.mutate(browser.id)}
                  />
                ))}
              </ul>
            </>
          )}
        </QueryResult>
        <FaultNotice fault={forget.error} />
        {forget.isSuccess && <Notice>{texts.forgotten}</Notice>}
      </Stack>
    </Panel>
  );
}

type BrowserRowProps = { browser: TrustedBrowser; isPending: boolean; onForget: () => void };

function BrowserRow({ browser, isPending, onForget }: BrowserRowProps) {
  const texts = useTexts(securityTexts).browsers;
  const used = useDateFormat({ timeStyle: "short" }).format(new Date(browser.last_used_at));
  return (
    <li className={rows.row}>
      <div className={rows.name}>
        <strong dir="auto">{browser.name}</strong>
        <span className={rows.note}>{browser.current ? texts.current : texts.used(used)}</span>
      </div>
      <Button variant="default" disabled={isPending} aria-label={texts.forgetOne(browser.name)} onClick={onForget}>
        {texts.forget}
      </Button>
    </li>
  );
}
