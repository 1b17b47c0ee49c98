/** Fails when `redocly lint` finds an error in openapi.json with its recommended rules: other people's generators need it. */
import { createConfig, lint } from "@redocly/openapi-core";

const config = await createConfig({ extends: ["recommended"] });
const problems = await lint({ ref: "src/api/openapi.json", config });
const errors = problems.filter(({ severity }) => severity === "error");

for (const { ruleId, message, location } of errors) {
  console.error(`openapi.json${location[0]?.pointer ?? ""} ${message} (${ruleId})`);
}
if (errors.length > 0) process.exitCode = 1;
