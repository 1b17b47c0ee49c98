// The browser's side of passkeys: `navigator.credentials` with one authenticator in software.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };
const buffer = (bytes) => Uint8Array.from(bytes).buffer;
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

class AuthenticatorAttestationResponse {
  getTransports = () => ['internal'];
  getPublicKeyAlgorithm = () => -7;
  getPublicKey = () => null;
  getAuthenticatorData = () => buffer(this.data);
}

class AuthenticatorAssertionResponse {}

class PublicKeyCredential {
  type = 'public-key';
  authenticatorAttachment = 'platform';
  getClientExtensionResults = () => ({});
}

/** Make Node look like a browser on this page's origin, with an authenticator. */
export function installAuthenticator(origin) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let userHandle;
  let counter = 0;

  const credential = (response) => Object.assign(new PublicKeyCredential(), { id: base64url(id), rawId: buffer(id), response });
  const clientData = (type, challenge) =>
    Buffer.from(JSON.stringify({ type, challenge: base64url(Buffer.from(challenge)), origin, crossOrigin: false }));

  function authenticatorData(rpId, attested = Buffer.alloc(0)) {
    const head = Buffer.alloc(5);
    head[0] = FLAGS.present | FLAGS.verified | (attested.length ? FLAGS.attested : 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(Buffer.from(rpId)), head, attested]);
  }

  function create({ publicKey: options }) {
    userHandle = options.user.id;
    const { x, y } = publicKey.export({ format: 'jwk' });
    // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const key = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(x, 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(y, 'base64url'),
    ]);
    const data = authenticatorData(options.rp.id, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]));
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
    const attestation = Buffer.concat([
      Buffer.from([0xa3, 0x63]), Buffer.from('fmt'), Buffer.from([0x64]), Buffer.from('none'),
      Buffer.from([0x67]), Buffer.from('attStmt'), Buffer.from([0xa0]),
      Buffer.from([0x68]), Buffer.from('authData'), Buffer.from([0x58, data.length]), data,
    ]);
    const response = Object.assign(new AuthenticatorAttestationResponse(), {
      data,
      clientDataJSON: buffer(clientData('webauthn.create', options.challenge)),
      attestationObject: buffer(attestation),
    });
    return Promise.resolve(credential(response));
  }

  function get({ publicKey: options }) {
    counter += 1;
    const data = authenticatorData(options.rpId);
    const client = clientData('webauthn.get', options.challenge);
    const response = Object.assign(new AuthenticatorAssertionResponse(), {
      clientDataJSON: buffer(client),
      authenticatorData: buffer(data),
      signature: buffer(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
      userHandle,
    });
    return Promise.resolve(credential(response));
  }

  const classes = { PublicKeyCredential, AuthenticatorAttestationResponse, AuthenticatorAssertionResponse };
  Object.assign(globalThis, classes);
  globalThis.window = { document: {}, isSecureContext: true, ...classes };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { credentials: { create, get } } });
}
