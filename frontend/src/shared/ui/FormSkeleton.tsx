import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";

import { useTexts } from "@/shared/i18n/texts";

import { uiTexts } from "./texts";

const SLOW_MS = 5_000;

/** The outline of a form that is being loaded; after a while it says that this takes long. */
export function FormSkeleton({ lines = 3 }: { lines?: number }) {
  const { loading, slow } = useTexts(uiTexts);
  const [isSlow, setSlow] = useState(false);

  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div role="status">
      {isSlow ? <p>{slow}</p> : <VisuallyHidden>{loading}</VisuallyHidden>}
      <Stack gap="lg" aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height={42} />
        ))}
      </Stack>
    </div>
  );
}
