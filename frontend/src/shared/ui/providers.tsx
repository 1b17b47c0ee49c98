/** Names of the identity providers that Cognito knows by names of its own. */
const LABELS = new Map([
  ["SignInWithApple", "Apple"],
  ["LoginWithAmazon", "Amazon"],
]);

/** What people call a provider. */
export function providerLabel(provider: string): string {
  return LABELS.get(provider) ?? provider;
}

/** The initial of a provider in a ring, in place of its trademark. */
export function ProviderIcon({ provider }: { provider: string }) {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      style={{ alignSelf: "center" }}
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="10" cy="10" r="8.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <text x="10" y="13.8" textAnchor="middle" fontSize="10.5" fontWeight="600" fill="currentColor">
        {providerLabel(provider).slice(0, 1).toUpperCase()}
      </text>
    </svg>
  );
}
