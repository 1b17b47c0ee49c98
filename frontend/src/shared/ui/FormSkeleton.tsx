import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";

import { useTexts } from "@/shared/i18n/texts";

import { uiTexts } from "./texts";

/** The outline of a form that is being loaded; shown only if that takes a while. */
export function FormSkeleton({ lines = 3 }: { lines?: number }) {
  const { loading } = useTexts(uiTexts);
  return (
    <div role="status">
      <VisuallyHidden>{loading}</VisuallyHidden>
      <Stack gap="lg" aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height={42} />
        ))}
      </Stack>
    </div>
  );
}
