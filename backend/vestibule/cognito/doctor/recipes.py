"""Recipes: shell commands that fix a fault, complete and ready to copy.

UpdateUserPool and UpdateUserPoolClient reset what is left out, so a change reads everything, changes one part with jq,
and writes everything back.
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
        return self._read_change_write("pool", f"--user-pool-id {self.pool_id}", "UserPool", jq)

    def client(self, change: str, client_id: str | None = None) -> str:
        """Change an app client, by default the API's; `change` is a jq filter."""
        jq = f"del({','.join(CLIENT_READ_ONLY)}) | {change}"
        which = f"--user-pool-id {self.pool_id} --client-id {shlex.quote(client_id or self.client_id)}"
        return self._read_change_write("client", which, "UserPoolClient", jq)

    def cognito(self, command: str, *arguments: str) -> str:
        """A command of `aws cognito-idp` for the pool."""
        return self.aws("cognito-idp", command, "--user-pool-id", self.pool_id, *arguments)

    def aws(self, service: str, command: str, *arguments: str, region: str | None = None) -> str:
        """A command of the AWS CLI."""
        words = ["aws", service, command, *arguments, "--region", region or self.region]
        if self.endpoint_url and service in COGNITO:
            words += ["--endpoint-url", self.endpoint_url]
        return shlex.join(words)

    def _read_change_write(self, kind: str, which: str, query: str, jq: str) -> str:
        noun = {"pool": "user-pool", "client": "user-pool-client"}[kind]
        file = f"{kind}.json"
        describe = self.aws("cognito-idp", f"describe-{noun}", *shlex.split(which), "--query", query)
        update = self.aws("cognito-idp", f"update-{noun}", "--cli-input-json", f"file://{file}")
        return f"{describe} | jq {shlex.quote(jq)} > {file} && {update}"


def to_jq(value: object) -> str:
    """A value as a literal of jq."""
    return json.dumps(value)
