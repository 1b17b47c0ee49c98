import type { ComponentProps, MouseEvent } from "react";
import { useHref, useLinkClickHandler, useMatch } from "react-router";

export type LinkProps = Omit<ComponentProps<"a">, "href" | "color" | "style"> & {
  to: string;
  replace?: boolean;
  state?: unknown;
  /** Whether the browser loads the page anew. */
  reloadDocument?: boolean;
};

/** A link to a page of the app. React Router's own brings prefetching that works in its framework mode only. */
export function Link({ to, replace, state, reloadDocument = false, onClick, children, ...anchor }: LinkProps) {
  const navigate = useLinkClickHandler(to, {
    state,
    ...(replace !== undefined && { replace }),
    ...(anchor.target !== undefined && { target: anchor.target }),
  });

  function onLinkClick(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (!event.defaultPrevented && !reloadDocument) navigate(event);
  }

  return (
    <a {...anchor} href={useHref(to)} onClick={onLinkClick}>
      {children}
    </a>
  );
}

/** A link of a navigation, marked where it leads to the current page or, without `end`, to a page above it. */
export function NavLink({ end = false, ...link }: LinkProps & { end?: boolean }) {
  const isCurrent = useMatch({ path: link.to, end }) !== null;
  return <Link aria-current={isCurrent ? "page" : undefined} {...link} />;
}
