/**
 * Resolves when what was rendered is on the screen. What nobody needs first waits for it, so that it does not delay the
 * page; in a tab that is not visible it waits until it is.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
