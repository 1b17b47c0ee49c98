// What a verification costs with aws-jwt-verify: a line with a number of calls in, the median nanoseconds out.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { CognitoJwtVerifier } from "aws-jwt-verify";

const verifier = CognitoJwtVerifier.create({
  userPoolId: process.env.COGNITO_USER_POOL_ID,
  clientId: process.env.COGNITO_CLIENT_ID,
  tokenUse: "access",
});
verifier.cacheJwks(JSON.parse(readFileSync(process.argv[3], "utf8")));

const tokens = readFileSync(process.argv[2], "utf8").trim().split("\n");
let next = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const taken = [];
  for (let call = 0; call < Number(line); call += 1) {
    const token = tokens[next++ % tokens.length];
    const begun = process.hrtime.bigint();
    await verifier.verify(token);
    taken.push(Number(process.hrtime.bigint() - begun));
  }
  taken.sort((one, other) => one - other);
  console.log(taken[taken.length >> 1]);
}
