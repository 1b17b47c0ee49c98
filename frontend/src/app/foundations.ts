import { browserEnvironment } from "@/features/session/browser";
import { SessionKeeper } from "@/features/session/session-keeper";
import { TypedPassword } from "@/features/session/typed-password";
import { createApi, sendInTime } from "@/shared/api/client";
import { startI18n } from "@/shared/i18n/i18n";

import type { Foundations } from "./Providers";
import { createQueryClient } from "./query-client";

/** Build everything once; nothing else in the app is made globally. */
export async function layFoundations(): Promise<Foundations> {
  const environment = browserEnvironment(sendInTime);
  const keeper = new SessionKeeper(environment);
  const typedPassword = new TypedPassword(environment.clock);
  return {
    api: createApi(keeper.send),
    i18n: await startI18n(),
    queryClient: createQueryClient(),
    session: { keeper, tokens: environment.tokens, typedPassword },
  };
}
