"""The AWS CLI creates, reads, updates and destroys what infrastructure tools do: `python infrastructure.py ENDPOINT`.

All commands run in one process of the CLI, whose start takes longer than a command. Session tracking is newer than the
locked CLI.
"""

import contextlib
import io
import json
import sys
import urllib.request
from pathlib import Path

from awscli.clidriver import create_clidriver

ENDPOINT = sys.argv[1]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ROLE = "arn:aws:iam::000000000000:role/import"
LINKS = {"cognito:default": "https://example.com/terms"}


class Driver:
    def __init__(self):
        self._driver = create_clidriver()

    def __call__(self, command, **parameters):
        arguments = ["--endpoint-url", ENDPOINT, "--output", "json", "cognito-idp", command]
        for name, value in parameters.items():
            option = name.replace("_", "-")
            if isinstance(value, bool):
                arguments.append(f"--{option}" if value else f"--no-{option}")
            else:
                text = json.dumps(value) if isinstance(value, dict | list) else str(value)
                arguments += [f"--{option}", text]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = self._driver.main(arguments)
        assert status == 0, (command, status)
        return json.loads(output.getvalue() or "{}")


def pool_and_tags(aws):
    created = aws(
        "create-user-pool",
        pool_name="tools",
        user_pool_tags={"team": "blue"},
        user_pool_tier="PLUS",
        auto_verified_attributes=["email"],
        user_pool_add_ons={"AdvancedSecurityMode": "AUDIT"},
    )["UserPool"]
    pool, arn = created["Id"], created["Arn"]
    aws("tag-resource", resource_arn=arn, tags={"stage": "test"})
    aws("untag-resource", resource_arn=arn, tag_keys=["team"])
    assert aws("list-tags-for-resource", resource_arn=arn)["Tags"] == {"stage": "test"}
    aws("add-custom-attributes", user_pool_id=pool, custom_attributes=[{"Name": "team", "AttributeDataType": "String"}])
    aws(
        "update-user-pool",
        user_pool_id=pool,
        pool_name="renamed",
        deletion_protection="ACTIVE",
        auto_verified_attributes=["email"],
        user_pool_add_ons={"AdvancedSecurityMode": "AUDIT"},
    )
    described = aws("describe-user-pool", user_pool_id=pool)["UserPool"]
    assert (described["Name"], described["DeletionProtection"]) == ("renamed", "ACTIVE")
    assert pool in [entry["Id"] for entry in aws("list-user-pools", max_results=60)["UserPools"]]
    assert aws("get-signing-certificate", user_pool_id=pool)["Certificate"]
    return pool


def client_and_secrets(aws, pool):
    client = aws("create-user-pool-client", user_pool_id=pool, client_name="tools", generate_secret=True)[
        "UserPoolClient"
    ]
    names = {"user_pool_id": pool, "client_id": client["ClientId"]}
    aws("add-user-pool-client-secret", **names)
    first, _ = aws("list-user-pool-client-secrets", **names)["ClientSecrets"]
    aws("delete-user-pool-client-secret", **names, client_secret_id=first["ClientSecretId"])
    aws("update-user-pool-client", **names, client_name="renamed", prevent_user_existence_errors="ENABLED")
    assert aws("describe-user-pool-client", **names)["UserPoolClient"]["ClientName"] == "renamed"
    assert len(aws("list-user-pool-clients", user_pool_id=pool)["UserPoolClients"]) == 1
    return names


def users_and_groups(aws, pool):
    group = {"user_pool_id": pool, "group_name": "editors"}
    user = {"user_pool_id": pool, "username": "ann"}
    aws("create-group", **group, precedence=1)
    aws("update-group", **group, description="Editors")
    assert aws("get-group", **group)["Group"]["Description"] == "Editors"
    aws(
        "admin-create-user",
        **user,
        message_action="SUPPRESS",
        user_attributes=[{"Name": "custom:team", "Value": "blue"}],
    )
    aws("admin-add-user-to-group", **user, group_name="editors")
    assert len(aws("admin-list-groups-for-user", **user)["Groups"]) == 1
    aws("admin-update-user-attributes", **user, user_attributes=[{"Name": "name", "Value": "Ann"}])
    assert {"Name": "name", "Value": "Ann"} in aws("admin-get-user", **user)["UserAttributes"]
    aws("admin-remove-user-from-group", **user, group_name="editors")
    aws("admin-delete-user", **user)
    aws("delete-group", **group)


def login_pages(aws, names):
    pool, domain = (
        names["user_pool_id"],
        {"domain": f"tools-{names['client_id']}", "user_pool_id": names["user_pool_id"]},
    )
    aws("create-user-pool-domain", **domain)
    aws("update-user-pool-domain", **domain, managed_login_version=2)
    assert aws("describe-user-pool-domain", domain=domain["domain"])["DomainDescription"]["UserPoolId"] == pool
    Path("logo.png").write_bytes(PNG)
    aws("set-ui-customization", **names, css=".banner-customizable {}", image_file="fileb://logo.png")
    assert aws("get-ui-customization", **names)["UICustomization"]["CSS"]
    branding = aws("create-managed-login-branding", **names, settings={"categories": {}})["ManagedLoginBranding"]
    style = {"user_pool_id": pool, "managed_login_branding_id": branding["ManagedLoginBrandingId"]}
    aws("update-managed-login-branding", **style, use_cognito_provided_values=True)
    assert aws("describe-managed-login-branding", **style)["ManagedLoginBranding"]["UseCognitoProvidedValues"]
    assert aws("describe-managed-login-branding-by-client", **names)["ManagedLoginBranding"]
    aws("delete-managed-login-branding", **style)
    terms = aws(
        "create-terms", **names, terms_name="terms-of-use", terms_source="LINK", enforcement="NONE", links=LINKS
    )
    document = {"user_pool_id": pool, "terms_id": terms["Terms"]["TermsId"]}
    aws("update-terms", **document, links=LINKS | {"cognito:french": "https://example.com/fr"})
    assert len(aws("describe-terms", **document)["Terms"]["Links"]) == 2
    assert len(aws("list-terms", user_pool_id=pool)["Terms"]) == 1
    aws("delete-terms", **document)
    return domain


def providers_and_scopes(aws, pool):
    provider = {"user_pool_id": pool, "provider_name": "Google"}
    details = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
    aws("create-identity-provider", **provider, provider_type="Google", provider_details=details)
    aws("update-identity-provider", **provider, attribute_mapping={"email": "email"})
    assert aws("describe-identity-provider", **provider)["IdentityProvider"]["AttributeMapping"]["email"] == "email"
    assert len(aws("list-identity-providers", user_pool_id=pool)["Providers"]) == 1
    aws("delete-identity-provider", **provider)
    server = {"user_pool_id": pool, "identifier": "api"}
    scopes = [{"ScopeName": "read", "ScopeDescription": "Read"}]
    aws("create-resource-server", **server, name="API")
    aws("update-resource-server", **server, name="API", scopes=scopes)
    assert aws("describe-resource-server", **server)["ResourceServer"]["Scopes"] == scopes
    assert len(aws("list-resource-servers", user_pool_id=pool)["ResourceServers"]) == 1
    aws("delete-resource-server", **server)


def configurations(aws, names):
    pool = names["user_pool_id"]
    blocked = {"BlockedIPRangeList": ["192.0.2.0/24"]}
    aws("set-risk-configuration", **names, risk_exception_configuration=blocked)
    risk = aws("describe-risk-configuration", **names)["RiskConfiguration"]
    assert risk["RiskExceptionConfiguration"] == blocked
    aws("set-risk-configuration", **names)
    group = {"LogGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:cognito"}
    logs = [{"LogLevel": "ERROR", "EventSource": "userNotification", "CloudWatchLogsConfiguration": group}]
    aws("set-log-delivery-configuration", user_pool_id=pool, log_configurations=logs)
    stored = aws("get-log-delivery-configuration", user_pool_id=pool)["LogDeliveryConfiguration"]
    assert stored["LogConfigurations"] == logs
    aws(
        "set-user-pool-mfa-config",
        user_pool_id=pool,
        mfa_configuration="OPTIONAL",
        software_token_mfa_configuration={"Enabled": True},
    )
    assert aws("get-user-pool-mfa-config", user_pool_id=pool)["MfaConfiguration"] == "OPTIONAL"


def import_job(aws, pool):
    header = aws("get-csv-header", user_pool_id=pool)["CSVHeader"]
    values = {
        "cognito:username": "bob",
        "email": "bob@example.com",
        "email_verified": "TRUE",
        "cognito:mfa_enabled": "FALSE",
    }
    job = aws("create-user-import-job", user_pool_id=pool, job_name="tools", cloud_watch_logs_role_arn=ROLE)[
        "UserImportJob"
    ]
    csv = f"{','.join(header)}\n{','.join(values.get(name, '') for name in header)}\n"
    headers = {"x-amz-server-side-encryption": "aws:kms"}
    request = urllib.request.Request(job["PreSignedUrl"], csv.encode(), headers, method="PUT")
    urllib.request.urlopen(request).close()
    names = {"user_pool_id": pool, "job_id": job["JobId"]}
    aws("start-user-import-job", **names)
    while (job := aws("describe-user-import-job", **names)["UserImportJob"])["Status"] in ("Pending", "InProgress"):
        pass
    assert (job["Status"], job["ImportedUsers"]) == ("Succeeded", 1), job
    assert len(aws("list-user-import-jobs", user_pool_id=pool, max_results=10)["UserImportJobs"]) == 1
    user = {"user_pool_id": pool, "username": "bob"}
    assert aws("admin-get-user", **user)["UserStatus"] == "RESET_REQUIRED"


def destroy(aws, names, domain):
    aws("delete-user-pool-domain", **domain)
    aws("delete-user-pool-client", **names)
    aws("update-user-pool", user_pool_id=names["user_pool_id"], deletion_protection="INACTIVE")
    aws("delete-user-pool", user_pool_id=names["user_pool_id"])


def main():
    aws = Driver()
    pool = pool_and_tags(aws)
    names = client_and_secrets(aws, pool)
    users_and_groups(aws, pool)
    domain = login_pages(aws, names)
    providers_and_scopes(aws, pool)
    configurations(aws, names)
    import_job(aws, pool)
    destroy(aws, names, domain)


main()
