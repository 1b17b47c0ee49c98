import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";

/** The shape of what is coming, for as long as it is not there; seen only if that takes a while. */
export function FormSkeleton({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      <Stack gap="lg" aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height={42} />
        ))}
      </Stack>
    </div>
  );
}
