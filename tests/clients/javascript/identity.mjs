// amazon-cognito-identity-js, whose calls take callbacks.
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';

import { PASSWORD, appCode, check, mailedCode, newEmail, refused, run } from './steps.mjs';

const values = new Map();
const Storage = {
  setItem: (key, value) => values.set(key, value),
  getItem: (key) => values.get(key) ?? null,
  removeItem: (key) => values.delete(key),
  clear: () => values.clear(),
};

const poolOf = ({ endpoint, pool, client }) => new CognitoUserPool({ UserPoolId: pool, ClientId: client, endpoint, Storage });
const userOf = (settings, Username) => new CognitoUser({ Username, Pool: poolOf(settings), Storage });

/** A call with a callback `(error, result)` as a promise. */
const promise = (call) =>
  new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });

/** A call with a set of callbacks: resolves to the first that is called, as `{ event, value }`. */
const outcome = (call) =>
  new Promise((resolve, reject) => {
    const event = (name) => (value, more) => resolve({ event: name, value, more });
    call({
      onSuccess: event('success'),
      onFailure: reject,
      totpRequired: event('totp'),
      selectMFAType: event('select'),
      mfaSetup: event('setup'),
      newPasswordRequired: event('newPassword'),
      associateSecretCode: event('secret'),
    });
  });

const signIn = (user, Password = PASSWORD) =>
  outcome((callbacks) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), callbacks);
  });

async function newAccount(settings) {
  const email = newEmail();
  const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];
  await promise((callback) => poolOf(settings).signUp(email, PASSWORD, attributes, null, callback));
  const user = userOf(settings, email);
  await promise(async (callback) => user.confirmRegistration(await mailedCode(settings.endpoint, email), true, callback));
  return email;
}

async function setUpApp(user) {
  const { value: secret } = await outcome((callbacks) => user.associateSoftwareToken(callbacks));
  await outcome((callbacks) => user.verifySoftwareToken(appCode(secret, -1), 'phone', callbacks));
  const settings = { Enabled: true, PreferredMfa: true };
  await promise((callback) => user.setUserMfaPreference(null, settings, callback));
  return secret;
}

await run({
  async srp(settings) {
    const email = await newAccount(settings);
    const user = userOf(settings, email);
    await refused('NotAuthorizedException', () => signIn(user, 'Wrong-horse-1'));
    const { event, value: session } = await signIn(user);
    check(event === 'success', event);
    const refreshed = await promise((callback) => user.refreshSession(session.getRefreshToken(), callback));
    check(refreshed.isValid(), 'not refreshed');
    const attributes = await promise((callback) => user.getUserAttributes(callback));
    check(attributes.some(({ Value }) => Value === email), 'no attributes');
    await promise((callback) => user.changePassword(PASSWORD, 'Another-horse-1', callback));
    await outcome((callbacks) => user.globalSignOut(callbacks));
  },

  async totp(settings) {
    const email = await newAccount(settings);
    const user = userOf(settings, email);
    await signIn(user);
    const secret = await setUpApp(user);
    user.signOut();
    const again = userOf(settings, email);
    check((await signIn(again)).event === 'totp', 'no challenge');
    const { event } = await outcome((callbacks) => again.sendMFACode(appCode(secret), callbacks, 'SOFTWARE_TOKEN_MFA'));
    check(event === 'success', event);
  },

  async forcedSetup(settings) {
    const user = userOf(settings, await newAccount(settings));
    check((await signIn(user)).event === 'setup', 'no set-up');
    const { value: secret } = await outcome((callbacks) => user.associateSoftwareToken(callbacks));
    const { event } = await outcome((callbacks) => user.verifySoftwareToken(appCode(secret), 'phone', callbacks));
    check(event === 'success', event);
    check(user.getSignInUserSession().isValid(), 'not signed in');
  },

  async device(settings) {
    const email = await newAccount(settings);
    const user = userOf(settings, email);
    await signIn(user);
    await outcome((callbacks) => user.setDeviceStatusRemembered(callbacks));
    await setUpApp(user);
    user.signOut();
    const { event } = await signIn(userOf(settings, email));
    check(event === 'success', event);
  },

  async newPassword(settings) {
    const user = userOf(settings, settings.username);
    check((await signIn(user, settings.temporary)).event === 'newPassword', 'no challenge');
    const { event } = await outcome((callbacks) => user.completeNewPasswordChallenge(PASSWORD, {}, callbacks));
    check(event === 'success', event);
  },
});
