import { startTransition, useEffect, useState, type ComponentType, type ReactNode } from "react";

/**
 * A part of a page that is fetched when it is shown first. Until it and all that it needs are there, `fallback` shows.
 * `lazy` and `Suspense` would show it 300 ms after the fallback at the earliest: React limits how often such a page changes.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;

  return function LazyPart(props: Props) {
    const [Part, setPart] = useState(() => loaded);

    useEffect(() => {
      if (Part !== null) return;
      load().then(
        (part) => {
          loaded = part;
          // In a transition, the fallback stays while the part waits for its texts.
          startTransition(() => setPart(() => part));
        },
        (error: unknown) =>
          setPart(() => {
            throw error; // to the nearest error boundary
          }),
      );
    }, [Part]);

    return Part === null ? fallback : <Part {...props} />;
  };
}
