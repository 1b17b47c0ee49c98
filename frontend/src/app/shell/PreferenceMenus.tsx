import { ColorSchemeMenu } from "./ColorSchemeMenu";
import { LanguageMenu } from "./LanguageMenu";

/** How the app is shown: fetched after the page, because nobody needs it first. */
export function PreferenceMenus() {
  return (
    <>
      <LanguageMenu />
      <ColorSchemeMenu />
    </>
  );
}
