import type { AwsCredentials } from "@/shared/api/models";

/** The ways in which programs take AWS credentials. */
export const FORMATS = {
  environment: (credentials: AwsCredentials): string =>
    [
      `export AWS_ACCESS_KEY_ID=${credentials.access_key_id}`,
      `export AWS_SECRET_ACCESS_KEY=${credentials.secret_access_key}`,
      `export AWS_SESSION_TOKEN=${credentials.session_token}`,
    ].join("\n"),

  /** A section of `~/.aws/credentials`. */
  profile: (credentials: AwsCredentials): string =>
    [
      "[vestibule]",
      `aws_access_key_id = ${credentials.access_key_id}`,
      `aws_secret_access_key = ${credentials.secret_access_key}`,
      `aws_session_token = ${credentials.session_token}`,
    ].join("\n"),

  /** What a program named in `credential_process` prints. */
  credentialProcess: (credentials: AwsCredentials): string =>
    JSON.stringify(
      {
        Version: 1,
        AccessKeyId: credentials.access_key_id,
        SecretAccessKey: credentials.secret_access_key,
        SessionToken: credentials.session_token,
        Expiration: credentials.expires_at,
      },
      null,
      2,
    ),
};

export type Format = keyof typeof FORMATS;
