import type { AuthenticatorApp } from "@/shared/api/models";
import { useTexts } from "@/shared/i18n/texts";
import { CopyButton } from "@/shared/ui/CopyButton";

import classes from "./AuthenticatorKey.module.css";
import { challengeTexts } from "./texts";

/** The key of an authenticator app: as a QR code to scan, and as text to type or copy. */
export function AuthenticatorKey({ app }: { app: AuthenticatorApp }) {
  const texts = useTexts(challengeTexts).authenticator;
  return (
    <div className={classes.key}>
      {/* As an image, so that nothing in the SVG can run as script. */}
      <img className={classes.qr} src={`data:image/svg+xml,${encodeURIComponent(app.qr_svg)}`} alt={texts.qrCode} />
      <div className={classes.text}>
        <p>{texts.orType}</p>
        <code className={classes.secret} data-testid="totp-secret">
          {inGroups(app.secret)}
        </code>
        <CopyButton text={app.secret} label={texts.copyKey} />
        <a className={classes.open} href={app.uri}>
          {texts.openApp}
        </a>
      </div>
    </div>
  );
}

/** Groups of four are easier to type; apps ignore the spaces. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
