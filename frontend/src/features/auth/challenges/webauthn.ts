/** Passkeys in the browser (Web Authentication Level 3), with options and answers in JSON. */

type CredentialJson = Record<string, unknown>;

/** The parts of the browser's interface that the types promise everywhere, and older browsers lack. */
type PasskeySupport = {
  parseRequestOptionsFromJSON?: (options: never) => PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON?: (options: never) => PublicKeyCredentialCreationOptions;
  isConditionalMediationAvailable?: () => Promise<boolean>;
};

function support(): PasskeySupport {
  return "PublicKeyCredential" in window ? PublicKeyCredential : {};
}

/** Whether this browser can make and use passkeys. It needs https, or localhost. */
export function hasPasskeys(): boolean {
  const { parseRequestOptionsFromJSON, parseCreationOptionsFromJSON } = support();
  return Boolean(parseRequestOptionsFromJSON && parseCreationOptionsFromJSON);
}

/** Sign the API's challenge with a passkey; null if the user cancels, or has none here. */
export function getPasskey(options: CredentialJson): Promise<CredentialJson | null> {
  return unlessCancelled(async () => {
    const publicKey = support().parseRequestOptionsFromJSON?.(options as never);
    return publicKey ? navigator.credentials.get({ publicKey }) : null;
  });
}

/** Whether the browser can offer passkeys among the suggestions of a field (conditional mediation). */
export async function canAutofillPasskeys(): Promise<boolean> {
  return hasPasskeys() && ((await support().isConditionalMediationAvailable?.()) ?? false);
}

/** Sign the API's challenge once the user takes a passkey from the suggestions of a field; null if `signal` ends it. */
export function autofillPasskey(options: CredentialJson, signal: AbortSignal): Promise<CredentialJson | null> {
  return unlessCancelled(async () => {
    const publicKey = support().parseRequestOptionsFromJSON?.(options as never);
    return publicKey ? navigator.credentials.get({ publicKey, mediation: "conditional", signal }) : null;
  });
}

/** Make a passkey; null if the user cancels, or has one here already. */
export function createPasskey(options: CredentialJson): Promise<CredentialJson | null> {
  return unlessCancelled(async () => {
    const publicKey = support().parseCreationOptionsFromJSON?.(options as never);
    return publicKey ? navigator.credentials.create({ publicKey }) : null;
  });
}

/** Browsers answer a cancelled dialog, and one that timed out, with NotAllowedError, so that a page cannot distinguish them. */
const CANCELLED = ["NotAllowedError", "AbortError", "InvalidStateError"];

async function unlessCancelled(ask: () => Promise<Credential | null>): Promise<CredentialJson | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? { ...credential.toJSON() } : null;
  } catch (error) {
    if (error instanceof DOMException && CANCELLED.includes(error.name)) return null;
    throw error;
  }
}
