// aws-amplify 6, configured as an application would, with only the endpoint changed.
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';

import { installAuthenticator } from './authenticator.mjs';
import { PASSWORD, appCode, check, mailedCode, newEmail, refused, run } from './steps.mjs';

globalThis.navigator ??= { userAgent: 'node' }; // a device's name; Node has it from version 21 on

const values = new Map();
const storage = {
  setItem: (key, value) => Promise.resolve(void values.set(key, value)),
  getItem: (key) => Promise.resolve(values.get(key) ?? null),
  removeItem: (key) => Promise.resolve(void values.delete(key)),
  clear: () => Promise.resolve(values.clear()),
};

/** The application that a scenario begins with: nobody has signed in. */
function configure({ endpoint, pool, client, identityPool }) {
  values.clear();
  const identities = identityPool && {
    identityPoolId: identityPool,
    identityPoolEndpoint: endpoint,
    allowGuestAccess: true,
  };
  const userPool = { userPoolId: pool, userPoolClientId: client, userPoolEndpoint: endpoint };
  Amplify.configure({ Auth: { Cognito: { ...userPool, ...identities } } });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
}

async function newAccount({ endpoint }) {
  const username = newEmail();
  await auth.signUp({ username, password: PASSWORD, options: { userAttributes: { email: username } } });
  await auth.confirmSignUp({ username, confirmationCode: await mailedCode(endpoint, username) });
  return username;
}

function expectStep({ isSignedIn, nextStep }, step) {
  check(nextStep.signInStep === step && isSignedIn === (step === 'DONE'), `expected ${step}, got ${nextStep.signInStep}`);
  return nextStep;
}

async function signedIn(username) {
  const { tokens } = await auth.fetchAuthSession();
  const attributes = await auth.fetchUserAttributes();
  check(tokens?.accessToken && attributes.email === username, 'not signed in');
}

async function setUpApp() {
  const { sharedSecret } = await auth.setUpTOTP();
  await auth.verifyTOTPSetup({ code: appCode(sharedSecret, -1) });
  await auth.updateMFAPreference({ totp: 'PREFERRED' });
  check((await auth.fetchMFAPreference()).preferred === 'TOTP', 'no preference');
  return sharedSecret;
}

await run({
  /** Sign-up, SRP (the default flow), refresh, change of password, sign-out, reset of the password. */
  async srp(settings) {
    configure(settings);
    const username = await newAccount(settings);
    await refused('NotAuthorizedException', () => auth.signIn({ username, password: 'Wrong-horse-1' }));
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    await signedIn(username);
    check((await auth.fetchAuthSession({ forceRefresh: true })).tokens, 'not refreshed');
    await auth.updatePassword({ oldPassword: PASSWORD, newPassword: 'Another-horse-1' });
    await auth.signOut({ global: true });
    await auth.resetPassword({ username });
    const confirmationCode = await mailedCode(settings.endpoint, username);
    await auth.confirmResetPassword({ username, confirmationCode, newPassword: PASSWORD });
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    await auth.deleteUser();
  },

  /** The password in plain text. */
  async password(settings) {
    configure(settings);
    const username = await newAccount(settings);
    const options = { authFlowType: 'USER_PASSWORD_AUTH' };
    expectStep(await auth.signIn({ username, password: PASSWORD, options }), 'DONE');
    await signedIn(username);
  },

  /** An authenticator app: set up, asked for, wrong, right. */
  async totp(settings) {
    configure(settings);
    const username = await newAccount(settings);
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    const secret = await setUpApp();
    await auth.signOut();
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await refused('CodeMismatchException', () => auth.confirmSignIn({ challengeResponse: appCode(secret, 5) }));
    expectStep(await auth.confirmSignIn({ challengeResponse: appCode(secret) }), 'DONE');
    await signedIn(username);
  },

  /** MFA is required, and set up during the first sign-in. */
  async forcedSetup(settings) {
    configure(settings);
    const username = await newAccount(settings);
    const step = expectStep(await auth.signIn({ username, password: PASSWORD }), 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
    const challengeResponse = appCode(step.totpSetupDetails.sharedSecret);
    expectStep(await auth.confirmSignIn({ challengeResponse }), 'DONE');
    await signedIn(username);
  },

  /** The choice between an app and a mailed code as the second factor. */
  async selectMfa(settings) {
    configure(settings);
    const username = await newAccount(settings);
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    await setUpApp();
    await auth.updateMFAPreference({ totp: 'NOT_PREFERRED', email: 'ENABLED' });
    await auth.signOut();
    const step = expectStep(await auth.signIn({ username, password: PASSWORD }), 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
    check(step.allowedMFATypes.join() === 'TOTP,EMAIL', step.allowedMFATypes.join());
    expectStep(await auth.confirmSignIn({ challengeResponse: 'EMAIL' }), 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const challengeResponse = await mailedCode(settings.endpoint, username);
    expectStep(await auth.confirmSignIn({ challengeResponse }), 'DONE');
    await signedIn(username);
  },

  /** USER_AUTH: the choice of the first factor, mailed codes, and the password by SRP. */
  async userAuth(settings) {
    configure(settings);
    const username = await newAccount(settings);
    const options = { authFlowType: 'USER_AUTH' };
    const step = expectStep(await auth.signIn({ username, options }), 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    check(step.availableChallenges.includes('EMAIL_OTP'), step.availableChallenges.join());
    expectStep(await auth.confirmSignIn({ challengeResponse: 'EMAIL_OTP' }), 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    const challengeResponse = await mailedCode(settings.endpoint, username);
    expectStep(await auth.confirmSignIn({ challengeResponse }), 'DONE');
    await signedIn(username);
    await auth.signOut();

    for (const preferredChallenge of ['PASSWORD_SRP', 'PASSWORD']) {
      const input = { username, password: PASSWORD, options: { ...options, preferredChallenge } };
      expectStep(await auth.signIn(input), 'DONE');
      await auth.signOut();
    }
    expectStep(await auth.signIn({ username, options }), 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    expectStep(await auth.confirmSignIn({ challengeResponse: 'PASSWORD' }), 'CONFIRM_SIGN_IN_WITH_PASSWORD');
    expectStep(await auth.confirmSignIn({ challengeResponse: PASSWORD }), 'DONE');
    await signedIn(username);
  },

  /** Sign-up without a password, and the sign-in that follows by itself. */
  async autoSignIn(settings) {
    configure(settings);
    const username = newEmail();
    const options = { userAttributes: { email: username }, autoSignIn: { authFlowType: 'USER_AUTH' } };
    await auth.signUp({ username, options });
    const confirmationCode = await mailedCode(settings.endpoint, username);
    const { nextStep } = await auth.confirmSignUp({ username, confirmationCode });
    check(nextStep.signUpStep === 'COMPLETE_AUTO_SIGN_IN', nextStep.signUpStep);
    expectStep(await auth.autoSignIn(), 'DONE');
    await signedIn(username);
  },

  /** A passkey: added, listed, signed in with, deleted. */
  async passkey(settings) {
    configure(settings);
    const username = await newAccount(settings);
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    installAuthenticator('http://localhost:5173');
    await auth.associateWebAuthnCredential();
    const { credentials } = await auth.listWebAuthnCredentials();
    check(credentials.length === 1 && credentials[0].relyingPartyId === 'localhost', 'no passkey');
    await auth.signOut();
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' };
    expectStep(await auth.signIn({ username, options }), 'DONE');
    await signedIn(username);
    await auth.deleteWebAuthnCredential({ credentialId: credentials[0].credentialId });
    check((await auth.listWebAuthnCredentials()).credentials.length === 0, 'not deleted');
  },

  /** A remembered device replaces the second factor, keeps its refresh token, and is forgotten. */
  async device(settings) {
    configure(settings);
    const username = await newAccount(settings);
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    await auth.rememberDevice();
    check((await auth.fetchDevices()).length === 1, 'no device');
    const secret = await setUpApp();
    check((await auth.fetchAuthSession({ forceRefresh: true })).tokens, 'not refreshed');
    await auth.signOut();
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    await signedIn(username);
    await auth.forgetDevice();
    await auth.signOut();
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expectStep(await auth.confirmSignIn({ challengeResponse: appCode(secret) }), 'DONE');
  },

  /** AWS credentials: of a guest, of the user who the guest becomes, and none after the identity's tokens are gone. */
  async credentials(settings) {
    configure(settings);
    const guest = await auth.fetchAuthSession();
    check(guest.credentials?.accessKeyId && guest.identityId && !guest.tokens, 'no credentials for a guest');
    const username = await newAccount(settings);
    expectStep(await auth.signIn({ username, password: PASSWORD }), 'DONE');
    const user = await auth.fetchAuthSession();
    check(user.credentials.sessionToken && user.credentials.expiration > new Date(), 'no credentials for a user');
    check(user.identityId === guest.identityId, 'the guest did not become the user');
    check(user.credentials.accessKeyId !== guest.credentials.accessKeyId, 'the same credentials');
    const renewed = await auth.fetchAuthSession({ forceRefresh: true });
    check(renewed.identityId === user.identityId, 'another identity');
    await auth.signOut();
    const next = await auth.fetchAuthSession();
    check(next.identityId !== user.identityId, 'a guest with the identity of a user');
  },

  /** A temporary password is replaced at the first sign-in. */
  async newPassword(settings) {
    configure(settings);
    const { username, temporary } = settings;
    const step = await auth.signIn({ username, password: temporary });
    expectStep(step, 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    expectStep(await auth.confirmSignIn({ challengeResponse: PASSWORD }), 'DONE');
    await signedIn(username);
  },
});
