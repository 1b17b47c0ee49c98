// What a person does between the calls of a client: read codes, use an authenticator app.
import { createHmac, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

export const PASSWORD = 'Correct-horse-1';

/** A new e-mail address. */
export const newEmail = () => `${randomUUID()}@example.com`;

/** The newest code that was sent to an address. */
export async function mailedCode(endpoint, email) {
  const response = await fetch(`${endpoint}/outbox?to=${encodeURIComponent(email)}`, {
    headers: { Accept: 'application/json' },
  });
  return (await response.json())[0].code;
}

/**
 * The code of an authenticator app (RFC 6238), some steps of 30 seconds from now. Each code is accepted once, so
 * several sign-ins in one step need the codes of the steps before and after, which Cognito accepts as well.
 */
export function appCode(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1e6).padStart(6, '0');
}

/** Fail unless a condition holds. */
export function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Fail unless a call is refused with this error name. */
export async function refused(name, call) {
  const error = await call().then(
    () => undefined,
    (caught) => caught,
  );
  check(error?.name === name || error?.code === name, `expected ${name}, got ${error?.name}: ${error?.message}`);
}

/** Run the scenarios that standard input names, one on each line: `["scenario", {"endpoint": …}]`. */
export async function run(scenarios) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, settings] = JSON.parse(line);
    try {
      await scenarios[name](settings);
      console.log(`${name} done`);
    } catch (error) {
      console.log(error);
      console.log(`${name} failed`);
    }
  }
  process.exit(0); // Amplify's timers would keep the process alive for minutes
}

function decodeBase32(text) {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'));
  return Buffer.from(bits.join('').match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}
