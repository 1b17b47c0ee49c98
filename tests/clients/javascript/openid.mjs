// openid-client 6, a certified OpenID Connect client, with local_cognito's domain as the provider.
import * as client from 'openid-client';

import { check, refused, run } from './steps.mjs';

const REDIRECT_URI = 'http://localhost:5173/auth/callback';
const SCOPE = 'openid email profile aws.cognito.signin.user.admin';

/** A browser without script: keeps cookies, follows redirects until one leaves the domain. */
class Browser {
  #cookies = new Map();

  async visit(url, init = {}) {
    const headers = { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) return { url, response };
    const next = new URL(location, url);
    return next.origin === new URL(url).origin ? this.visit(next) : { url: next, response };
  }
}

async function signIn(config, parameters) {
  const browser = new Browser();
  const page = await browser.visit(client.buildAuthorizationUrl(config, parameters));
  const body = new URLSearchParams({ action: 'sign_in', subject: '42', email: 'sam@example.com', name: 'Sam' });
  const { url } = await browser.visit(page.url, { method: 'POST', body });
  return url;
}

await run({
  /** Discovery, code with PKCE, ID token, userinfo, refresh, revocation, sign-out. */
  async codeFlow({ issuer, client: clientId }) {
    const options = { execute: [client.allowInsecureRequests] };
    const config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), options);
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const expectedNonce = client.randomNonce();
    const callback = await signIn(config, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: expectedState,
      nonce: expectedNonce,
      identity_provider: 'Google',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };

    const tokens = await client.authorizationCodeGrant(config, callback, checks);
    const claims = tokens.claims();
    check(claims.email === 'sam@example.com' && claims['cognito:username'] === 'Google_42', 'wrong claims');

    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    check(info.email === 'sam@example.com', 'wrong user info');

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    check(refreshed.claims().sub === claims.sub, 'refreshed as another user');

    await client.tokenRevocation(config, refreshed.refresh_token);
    await refused('ResponseBodyError', () => client.refreshTokenGrant(config, refreshed.refresh_token));

    const end = client.buildEndSessionUrl(config, { logout_uri: 'http://localhost:5173/' });
    check(end.pathname === '/logout', 'no sign-out URL');
  },

  /** A machine gets a token for the scopes of its resource server. */
  async clientCredentials({ issuer, client: clientId, secret, scope }) {
    const options = { execute: [client.allowInsecureRequests] };
    for (const authentication of [client.ClientSecretPost(secret), client.ClientSecretBasic(secret)]) {
      const config = await client.discovery(new URL(issuer), clientId, undefined, authentication, options);
      const tokens = await client.clientCredentialsGrant(config, { scope });
      check(tokens.access_token && !tokens.refresh_token, 'no token');
    }
  },
});
