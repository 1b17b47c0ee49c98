"""Recipes: shell commands that fix a fault, complete and ready to copy.

Cognito's Update and Set operations reset what is left out, so a change reads everything, changes one part with jq, and
writes everything back.
"""

import json
import shlex
from dataclasses import dataclass

# What the Describe operations return and the Update operations do not take.
POOL_READ_ONLY = (
    *(".Id", ".Name", ".Status", ".Arn", ".CreationDate", ".LastModifiedDate", ".SchemaAttributes"),
    *(".EstimatedNumberOfUsers", ".Domain", ".CustomDomain", ".SmsConfigurationFailure", ".EmailConfigurationFailure"),
    *(".AliasAttributes", ".UsernameAttributes", ".UsernameConfiguration"),
    ".AdminCreateUserConfig.UnusedAccountValidityDays",
)
# UpdateUserPool keeps MfaConfiguration if it is absent, and refuses it for pools without SMS.
WITHOUT_SMS = "if .SmsConfiguration then . else del(.MfaConfiguration) end"
CLIENT_READ_ONLY = (".CreationDate", ".LastModifiedDate", ".ClientSecret", ".ClientSecretArn", ".ClientType")
COGNITO = ("cognito-idp", "cognito-identity")


@dataclass(frozen=True)
class Recipes:
    """Commands for one pool and one app client. Values from the pool are quoted for the shell."""

    pool_id: str
    client_id: str
    region: str
    endpoint_url: str | None = None

    def pool(self, change: str) -> str:
        """Change the pool; `change` is a jq filter."""
        jq = f".UserPoolId=.Id | .PoolName=.Name | del({','.join(POOL_READ_ONLY)}) | {WITHOUT_SMS} | {change}"
        read = self.cognito("describe-user-pool", "--query", "UserPool")
        return self._read_change_write(read, jq, "pool.json", "update-user-pool")

    def client(self, change: str, client_id: str | None = None) -> str:
        """Change an app client, by default the API's; `change` is a jq filter."""
        jq = f"del({','.join(CLIENT_READ_ONLY)}) | {change}"
        read = self.cognito(
            *("describe-user-pool-client", "--client-id", client_id or self.client_id, "--query", "UserPoolClient")
        )
        return self._read_change_write(read, jq, "client.json", "update-user-pool-client")

    def mfa(self, change: str) -> str:
        """Change the factors; `change` is a jq filter."""
        jq = f".UserPoolId = {to_jq(self.pool_id)} | {change}"
        return self._read_change_write(
            self.cognito("get-user-pool-mfa-config"), jq, "mfa.json", "set-user-pool-mfa-config"
        )

    def log_delivery(self, change: str) -> str:
        """Change the delivery of logs; `change` is a jq filter."""
        read = self.cognito("get-log-delivery-configuration", "--query", "LogDeliveryConfiguration")
        return self._read_change_write(read, change, "logs.json", "set-log-delivery-configuration")

    def cognito(self, command: str, *arguments: str) -> str:
        """A command of `aws cognito-idp` for the pool."""
        return self.aws("cognito-idp", command, "--user-pool-id", self.pool_id, *arguments)

    def aws(self, service: str, command: str, *arguments: str, region: str | None = None) -> str:
        """A command of the AWS CLI."""
        words = ["aws", service, command, *arguments, "--region", region or self.region]
        if self.endpoint_url and service in COGNITO:
            words += ["--endpoint-url", self.endpoint_url]
        return shlex.join(words)

    def _read_change_write(self, read: str, jq: str, file: str, write: str) -> str:
        update = self.aws("cognito-idp", write, "--cli-input-json", f"file://{file}")
        return f"{read} --output json | jq {shlex.quote(jq)} > {file} && {update}"


def to_jq(value: object) -> str:
    """A value as a literal of jq."""
    return json.dumps(value)
