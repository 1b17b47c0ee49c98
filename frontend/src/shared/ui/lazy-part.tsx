import { useEffect, useState, type ComponentType, type ReactNode } from "react";

/**
 * A part of a page that is fetched when it is shown first, with `fallback` meanwhile. `lazy` and `Suspense` would show it
 * 300 ms after the fallback at the earliest, also when it is there at once: React limits how often such a page changes.
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
          setPart(() => part);
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
