import { Stack } from "@mantine/core";

import { ProblemError } from "@/shared/api/problem";
import { useConfig } from "@/shared/api/useConfig";
import { useTexts } from "@/shared/i18n/texts";
import { PageTitle } from "@/shared/ui/PageTitle";
import { QueryError } from "@/shared/ui/QueryError";
import { QueryResult } from "@/shared/ui/QueryResult";

import { IdentityPanel } from "./IdentityPanel";
import { KeysPanel } from "./KeysPanel";
import { credentialsTexts } from "./texts";
import { useAwsCredentials } from "./useAwsCredentials";

/** The user's temporary AWS credentials. */
export function CredentialsPage() {
  const { title } = useTexts(credentialsTexts);
  const config = useConfig();
  return (
    <Stack gap="lg">
      <PageTitle>{title}</PageTitle>
      <QueryResult queries={{ config }}>
        {(data) =>
          data.config.aws_credentials ? (
            <Credentials />
          ) : (
            <QueryError error={new ProblemError("feature-unavailable")} hasButton={false} />
          )
        }
      </QueryResult>
    </Stack>
  );
}

function Credentials() {
  const credentials = useAwsCredentials();
  return (
    <QueryResult queries={{ credentials }}>
      {(data) => (
        <Stack gap="lg">
          <IdentityPanel credentials={data.credentials} />
          <KeysPanel credentials={data.credentials} />
        </Stack>
      )}
    </QueryResult>
  );
}
