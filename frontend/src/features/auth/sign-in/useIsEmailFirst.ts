import { useEffect } from "react";

import { useConfig } from "@/shared/api/useConfig";
import { browserMemory } from "@/shared/browser-memory";

const KEY = "vestibule_email_first";

/** Whether the address is asked for first: the pool offers more than passwords. Until that is known, as last time. */
export function useIsEmailFirst(): boolean {
  const factors = useConfig().data?.factors;
  const isEmailFirst = factors?.some((factor) => factor !== "password");

  useEffect(() => {
    if (isEmailFirst !== undefined) browserMemory.set(KEY, isEmailFirst ? "1" : null);
  }, [isEmailFirst]);

  return isEmailFirst ?? browserMemory.get(KEY) !== null;
}
