import { useBrand } from "@/shared/brand/BrandContext";

import classes from "./Logo.module.css";

/** The operator's logo, or the app's own: a doorway with one leaf open. */
export function Logo({ size = 28 }: { size?: number }) {
  const { logo_url: logo } = useBrand();

  if (logo !== null) return <img src={logo} alt="" height={size} className={classes.logo} />;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M5 29V15a11 11 0 0 1 22 0v14"
        fill="none"
        stroke="var(--vestibule-accent)"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path d="M16 29V9a6 6 0 0 1 6 6v14z" fill="var(--vestibule-accent)" />
    </svg>
  );
}
