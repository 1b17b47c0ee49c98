// Express and aws-jwt-verify, as its README puts them together.
import { readFileSync } from "node:fs";

import { CognitoJwtVerifier } from "aws-jwt-verify";
import express from "express";

const verifier = CognitoJwtVerifier.create({
  userPoolId: process.env.COGNITO_USER_POOL_ID,
  clientId: process.env.COGNITO_CLIENT_ID,
  tokenUse: "access",
});
verifier.cacheJwks(JSON.parse(readFileSync(process.env.KEYS_FILE, "utf8")));

const app = express();

app.get("/api/auth_test", async (request, response) => {
  try {
    const claims = await verifier.verify((request.headers.authorization ?? "").replace(/^Bearer /i, ""));
    response.json({
      message: "Nice job! Your token passed the auth test!",
      claims: {
        sub: claims.sub,
        username: claims.username,
        client_id: claims.client_id,
        scopes: claims.scope.split(" "),
        groups: claims["cognito:groups"] ?? [],
        auth_time: claims.auth_time,
        issued_at: claims.iat,
        expires_at: claims.exp,
        jti: claims.jti,
        origin_jti: claims.origin_jti,
      },
    });
  } catch {
    response.status(401).end();
  }
});

app.get("/live", (_request, response) => response.end());

app.listen(Number(process.env.PORT), "127.0.0.1");
