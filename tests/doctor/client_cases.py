"""Near misses of the checks of app clients: each case, and what its check finds."""

from tests.doctor.documented_facts import NO_OAUTH, UNREADABLE, Case, Cases, clients
from vestibule.cognito.doctor.checks import app_client, attributes, token_validity
from vestibule.cognito.doctor.endpoints import SignInRefusal

NO_FLOW = SignInRefusal("InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client", 0.0)
UNKNOWN_USER = SignInRefusal("UserNotFoundException", "User does not exist.", 0.0)
PASSWORD_FLOW = "ALLOW_USER_PASSWORD_AUTH is not enabled."
USER_AUTH = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}
ROTATION = {"RefreshTokenRotation": {"Feature": "DISABLED"}}
REFRESH_FLOW = {"ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"]}
AUDIT = {"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}


def writable(*custom: str, write: list[str] | None, read: list[str] | None = None) -> Case:
    schema = [{"Name": "email"}, {}, *({"Name": f"custom:{name}"} for name in custom)]
    return Case({"SchemaAttributes": schema}, {"WriteAttributes": write, "ReadAttributes": read})


CASES: Cases = {
    app_client.auth_flows: [
        (Case(refusal=NO_FLOW), [PASSWORD_FLOW]),
        (Case(client={"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}, refusal=NO_FLOW), []),
        (Case(client={"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], **NO_OAUTH}, refusal=NO_FLOW), [PASSWORD_FLOW]),
        (Case(client=NO_OAUTH, refusal=NO_FLOW, settings={"password_sign_in": False}), []),
        *(
            (Case(client={"ExplicitAuthFlows": [flow]}, refusal=NO_FLOW), [PASSWORD_FLOW])
            for flow in ("ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH", "USER_PASSWORD_AUTH")
        ),
        (Case(aws=UNREADABLE, refusal=NO_FLOW), [PASSWORD_FLOW]),
        (Case(aws=UNREADABLE), []),
        (Case(USER_AUTH), ["ALLOW_USER_AUTH is not enabled."]),
        (Case(USER_AUTH, {"ExplicitAuthFlows": ["USER_AUTH"]}), []),
        (Case({"Policies": None}, {"ExplicitAuthFlows": None}), []),
        (Case({"LambdaConfig": {"PreSignUp": "x"}}), []),
        (Case({"LambdaConfig": {"DefineAuthChallenge": "x"}}), ["ALLOW_CUSTOM_AUTH is not enabled."]),
        (Case({"LambdaConfig": {"DefineAuthChallenge": "x"}}, {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]}), []),
    ],
    app_client.refresh_flow_and_rotation: [
        (Case(), []),
        (Case(client=REFRESH_FLOW), ["Both are enabled."]),
        (Case(client=REFRESH_FLOW | ROTATION), []),
    ],
    app_client.no_refresh: [
        (Case(client=REFRESH_FLOW | ROTATION), []),
        (Case(client={"ExplicitAuthFlows": ["REFRESH_TOKEN_AUTH"]} | ROTATION), []),
        (Case(client=ROTATION), ["Neither is enabled."]),
        (Case(), []),
    ],
    app_client.token_revocation: [
        (Case(), []),
        (Case(client={"EnableTokenRevocation": None}), ["EnableTokenRevocation is false."]),
    ],
    app_client.user_enumeration: [
        *(
            (case, found)
            for case, found in (
                (Case(), []),
                (Case(aws=UNREADABLE), []),
                *(
                    (case, ["PreventUserExistenceErrors is LEGACY, the default of Cognito's API."])
                    for case in (
                        Case(refusal=UNKNOWN_USER),
                        Case(aws=UNREADABLE, refusal=UNKNOWN_USER),
                        Case(client={"PreventUserExistenceErrors": None}),
                        Case(client={"PreventUserExistenceErrors": "LEGACY"}),
                    )
                ),
            )
        )
    ],
    app_client.public_client_with_secret: [
        (
            Case(
                aws=clients(
                    server={"ClientSecret": "s", "CallbackURLs": ["https://a.example", "http://b.example"]},
                    public={"CallbackURLs": ["myapp://x"], "AllowedOAuthFlows": ["implicit"]},
                    bare={"ClientSecret": "s"},
                    phone={"ClientSecret": "s", "CallbackURLs": ["https://a.example", "one://x", "two://x"]},
                    old={"ClientSecret": "s", "AllowedOAuthFlows": ["code", "implicit"]},
                )
            ),
            [
                "App client phone has a secret and returns to one://x.",
                "App client old has a secret and uses the implicit flow.",
            ],
        )
    ],
    app_client.client_ip: [
        (Case(), []),
        (Case({"UserPoolAddOns": {}}), []),
        (Case(AUDIT), ["The app client has no secret, so Cognito ignores the addresses that the API passes on."]),
        (Case(AUDIT, {"ClientSecret": "s"}), ["EnablePropagateAdditionalUserContextData is false."]),
        (Case(AUDIT, {"ClientSecret": "s", "EnablePropagateAdditionalUserContextData": True}), []),
    ],
    attributes.case_sensitive_names: [
        (Case(), []),
        *(
            (Case(pool), ["UsernameConfiguration.CaseSensitive is not false."])
            for pool in ({"UsernameConfiguration": None}, {"UsernameConfiguration": {}})
        ),
    ],
    attributes.email_alias: [
        (Case({"AliasAttributes": ["phone_number", "preferred_username"]}), []),
        (Case({"AliasAttributes": ["phone_number", "email"]}), ["AliasAttributes has email."]),
    ],
    attributes.writable_privileges: [
        *(
            (writable(name, write=[f"custom:{name}"]), [f"The app client may write custom:{name}."])
            for name in (
                *("role", "roles", "admin", "administrator", "superuser", "staff", "group", "groups"),
                *("tenant", "organization", "organisation", "org", "plan", "tier", "subscription"),
                *("permission", "permissions", "scope", "scopes", "rights", "privilege", "privileges"),
                *("entitlement", "entitlements", "isAdmin", "tenant_id", "userRole", "ROLE", "HTTPScope", "org-2"),
            )
        ),
        *(
            (writable(name, write=[f"custom:{name}"]), [])
            for name in ("administrative", "planet", "team", "sTaff", "tierra")
        ),
        (writable("role", write=["email"]), []),
        (
            writable("role", "team", "plan", write=None),
            ["The app client may write custom:role, custom:plan, because WriteAttributes is not set."],
        ),
        (
            writable(write=["email"], read=["email", "custom:recovery_codes"]),
            ["The app client may read custom:recovery_codes, the digests of recovery codes."],
        ),
        (
            writable(write=["custom:recovery_codes"]),
            ["The app client may write custom:recovery_codes, the digests of recovery codes."],
        ),
    ],
    token_validity.token_validity: [
        *(
            (
                Case(
                    client={
                        "AccessTokenValidity": access,
                        "RefreshTokenValidity": refresh,
                        "TokenValidityUnits": {"AccessToken": "seconds", "RefreshToken": "days"},
                    }
                ),
                faults,
            )
            for access, refresh, faults in (
                (300, 90, []),
                (3600, 1, []),
                (299, 30, ["Access tokens are valid for only 299 seconds."]),
                (3660, 30, ["Access tokens are valid for 61 minutes."]),
                (3601, 30, ["Access tokens are valid for 60 minutes."]),
                (900, 91, ["Refresh tokens are valid for 91 days."]),
            )
        ),
        (Case(client={"AccessTokenValidity": 0, "TokenValidityUnits": None}), []),
    ],
    token_validity.machine_client: [
        (
            Case(
                aws=clients(
                    user={"AllowedOAuthFlows": ["code"], "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]},
                    safe={
                        "AllowedOAuthFlows": ["client_credentials"],
                        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
                        "AccessTokenValidity": 10,
                        "TokenValidityUnits": {"AccessToken": "minutes"},
                    },
                    short={
                        "AllowedOAuthFlows": ["client_credentials"],
                        "AccessTokenValidity": 599,
                        "TokenValidityUnits": {"AccessToken": "seconds"},
                    },
                    both={
                        "AllowedOAuthFlows": ["client_credentials"],
                        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH"],
                    },
                )
            ),
            [
                "The tokens of app client short are valid for only 599 seconds.",
                "App client both is for machines, and allows CUSTOM_AUTH, USER_SRP_AUTH.",
            ],
        )
    ],
}
