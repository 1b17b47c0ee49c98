import { Button, Stack } from "@mantine/core";

import type { PoolConfig } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { safeNext } from "@/shared/paths";
import { ProviderIcon, providerLabel } from "@/shared/ui/providers";

import classes from "./ProviderButtons.module.css";
import { authorizeUrl, HOSTED, rememberRedirect } from "./redirect";
import { providerTexts } from "./texts";

type ProviderButtonsProps = { config: PoolConfig; next: string | null };

/** Links to the providers and, where the pool has no sign-in here, to its own page. */
export function ProviderButtons({ config, next }: ProviderButtonsProps) {
  const texts = useTexts(providerTexts);
  const isOnlyWay = !config.password_sign_in;
  const providers = [...(isOnlyWay && config.hosted_sign_in ? [HOSTED] : []), ...config.social_providers];

  return (
    <Stack gap="sm">
      {!isOnlyWay && <p className={classes.or}>{texts.or}</p>}
      {providers.map((provider) => {
        const redirect = { provider, next: safeNext(next), again: false };
        return (
          <Button
            key={provider}
            component="a"
            href={authorizeUrl(redirect)}
            onClick={() => rememberRedirect(redirect)}
            variant="default"
            fullWidth
            justify={provider === HOSTED ? "center" : "flex-start"}
            leftSection={provider !== HOSTED && <ProviderIcon provider={provider} />}
          >
            {provider === HOSTED ? texts.hosted : texts.with(providerLabel(provider))}
          </Button>
        );
      })}
    </Stack>
  );
}
