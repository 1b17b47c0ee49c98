"""Near misses of the checks of the connection, the domain and OAuth: each case, and what its check finds."""

from tests.doctor.documented_facts import (
    CLIENT_ID,
    DENIED,
    ISSUER,
    NO_OAUTH,
    NOT_FOUND,
    POOL_ID,
    PRODUCTION,
    UNREADABLE,
    Case,
    Cases,
    clients,
)
from vestibule.cognito.doctor.checks import connection, domain, oauth
from vestibule.cognito.doctor.endpoints import SignInRefusal
from vestibule.cognito.doctor.fault import NotRead

NO_CLIENT = SignInRefusal("ResourceNotFoundException", "User pool client vestibulelocal does not exist.", 0.0)
SECRET_WRONG = SignInRefusal("NotAuthorizedException", "Unable to verify secret hash for client x", 0.0)
SECRET_NEEDLESS = SignInRefusal("NotAuthorizedException", "Client x is not configured for secret but secret hash", 0.0)
UNSAFE = ["http://a.example/x", "https://*.b.example", "https://localhost/x", "https://127.0.0.1", "https://[::1]/x"]
NO_DISCOVERY = {"discovery": NotRead("gone")}
CASES: Cases = {
    connection.pool_exists: [
        (Case(), []),
        (Case(refusal=NO_CLIENT), [f"There is no app client {CLIENT_ID} in us-east-1."]),
        (Case(aws=UNREADABLE), []),
        *(
            (
                Case(aws={operation: NOT_FOUND}),
                [f"Pool {POOL_ID} with app client {CLIENT_ID} was not found: {operation}: {NOT_FOUND}"],
            )
            for operation in ("DescribeUserPool", "DescribeUserPoolClient")
        ),
        (
            Case(aws={"DescribeUserPoolClient": NOT_FOUND, "DescribeUserPool": DENIED}, endpoints=NO_DISCOVERY),
            [f"Pool {POOL_ID} with app client {CLIENT_ID} was not found: DescribeUserPoolClient: {NOT_FOUND}"],
        ),
        (Case(aws=UNREADABLE, endpoints=NO_DISCOVERY), []),
    ],
    connection.client_secret: [
        (Case(), []),
        (Case(refusal=SECRET_WRONG), ["The app client has a secret, and COGNITO_CLIENT_SECRET is not set."]),
        (
            Case(refusal=SECRET_WRONG, settings={"cognito_client_secret": "s"}),
            ["Cognito refuses COGNITO_CLIENT_SECRET."],
        ),
        (
            Case(refusal=SECRET_NEEDLESS, settings={"cognito_client_secret": "s"}),
            ["The app client has no secret, but COGNITO_CLIENT_SECRET is set."],
        ),
        (Case(refusal=SignInRefusal("Other", "secret", 0.0)), []),
    ],
    connection.issuer: [
        (Case(), []),
        (Case(endpoints={"keys": {"keys": []}}), ["The key URL has no keys."]),
        (
            Case(endpoints={"discovery": {"issuer": "x"}}),
            [f"The pool's tokens have the issuer x, and {ISSUER} is expected."],
        ),
        (Case(endpoints=NO_DISCOVERY), ["(gone)"]),
    ],
    connection.clock: [
        (Case(refusal=SignInRefusal("", "", 60.0)), []),
        (Case(refusal=SignInRefusal("", "", -60.0)), []),
        (Case(refusal=SignInRefusal("", "", 60.6)), ["This machine's clock is 61 s ahead of Cognito's."]),
        (Case(refusal=SignInRefusal("", "", -60.6)), ["This machine's clock is 61 s behind Cognito's."]),
        (Case(refusal=SignInRefusal("", "", None)), ["(Cognito's response has no Date header)"]),
    ],
    domain.domain: [
        (Case(), []),
        (Case({"Domain": None}), ["The pool has no domain."]),
        (Case({"Domain": None}, {**NO_OAUTH, "SupportedIdentityProviders": ["COGNITO"]}), []),
        (Case({"Domain": None}, NO_OAUTH), ["The pool has no domain."]),
        (Case({"Domain": None}, {"SupportedIdentityProviders": None}), ["The pool has no domain."]),
        (Case(settings={"cognito_domain": "ours"}), []),
        (
            Case(settings={"cognito_domain": "other"}),
            ["COGNITO_DOMAIN is https://other.auth.us-east-1.amazoncognito.com, which is not a domain of the pool."],
        ),
        *(
            (Case(aws={"DescribeUserPoolDomain": {"DomainDescription": found}}), faults)
            for found, faults in (
                ({"Domain": "ours"}, []),
                ({"Domain": "ours", "Status": "FAILED"}, ["Domain ours is FAILED."]),
                ({"Status": "CREATING"}, ["Domain  is CREATING."]),
            )
        ),
    ],
    domain.branding: [
        (Case(), []),
        *(
            (Case(client=client, aws={"DescribeManagedLoginBrandingByClient": NOT_FOUND, **aws}), faults)
            for client, aws, faults in (
                ({}, {}, [f"App client {CLIENT_ID} has no branding for domain ours."]),
                (NO_OAUTH, {}, []),
                ({}, {"DescribeUserPoolDomain": {"DomainDescription": {"Domain": "o", "ManagedLoginVersion": 1}}}, []),
            )
        ),
    ],
    domain.unused_domain: [
        *(
            (
                Case(
                    client={
                        **NO_OAUTH,
                        "AllowedOAuthFlowsUserPoolClient": None,
                        "SupportedIdentityProviders": ["COGNITO"],
                        **client,
                    },
                    settings=settings,
                ),
                faults,
            )
            for client, settings, faults in (
                ({}, {}, ["No app client uses domain ours."]),
                ({"SupportedIdentityProviders": None}, {}, ["No app client uses domain ours."]),
                ({"SupportedIdentityProviders": ["Google"]}, {}, []),
                ({"AllowedOAuthFlows": ["code"]}, {}, []),
                ({"AllowedOAuthFlowsUserPoolClient": True}, {}, []),
                ({}, {"cognito_domain": "ours"}, []),
            )
        )
    ],
    domain.managed_session: [
        *(
            (
                Case(
                    {"Domain": has},
                    {"AccessTokenValidity": seconds, "TokenValidityUnits": {"AccessToken": "seconds"}, **client},
                    {"GetUserPoolSessionConfiguration": {"UserSessionTracking": tracking}, **aws},
                ),
                faults,
            )
            for has, seconds, client, tracking, aws, faults in (
                ("ours", 3599, {}, "DISABLED", {}, ["The app client sets no session duration."]),
                (
                    "ours",
                    3599,
                    {},
                    "ENABLED",
                    {"GetUserPoolClientSessionConfiguration": {}},
                    ["The app client sets no session duration."],
                ),
                ("ours", 3599, {}, "ENABLED", {}, []),
                ("ours", 3600, {}, "DISABLED", {}, []),
                (None, 3599, {}, "DISABLED", {}, []),
                ("ours", 3599, NO_OAUTH, "DISABLED", {}, []),
            )
        )
    ],
    oauth.callback_url: [
        (Case(), []),
        (Case(client={"CallbackURLs": None, **NO_OAUTH}), []),
        (
            Case(
                client={"CallbackURLs": ["https://x.example/auth/callback"]},
                settings={"app_url": "https://www.example.com"},
            ),
            [
                "https://www.example.com/auth/callback is not in CallbackURLs.",
                "https://www.example.com/auth/signout is not in LogoutURLs.",
            ],
        ),
        (Case(client={"CallbackURLs": None}, settings={"cors_origins": ""}), []),
    ],
    oauth.unsafe_callback_url: [
        (Case(client={"CallbackURLs": UNSAFE}), []),
        (
            Case(client={"CallbackURLs": ["https://ok.example", "myapp://x", *UNSAFE]}, settings=PRODUCTION),
            [f"CallbackURLs of app client {CLIENT_ID}: {', '.join(UNSAFE)}."],
        ),
    ],
    oauth.implicit_flow: [
        (
            Case(
                aws=clients(
                    old={"AllowedOAuthFlows": ["code", "implicit"]}, new={"AllowedOAuthFlows": ["code"]}, none={}
                )
            ),
            ["App client old allows it."],
        )
    ],
    oauth.oauth_not_enabled: [
        (Case(), []),
        (Case(client={"AllowedOAuthFlowsUserPoolClient": None, **NO_OAUTH}), []),
        (Case(client={"AllowedOAuthFlowsUserPoolClient": None}), ["AllowedOAuthFlowsUserPoolClient is false."]),
    ],
    oauth.unreadable_scope: [
        (Case(client={"ReadAttributes": None}), []),
        (Case(client={"ReadAttributes": ["name"], "AllowedOAuthScopes": ["openid"]}), []),
        (
            Case(
                client={"ReadAttributes": ["email", "phone_number_verified"], "AllowedOAuthScopes": ["phone", "email"]}
            ),
            ["Scope email needs email_verified.", "Scope phone needs phone_number."],
        ),
    ],
    oauth.profile_scope: [
        (Case(), []),
        (Case(client={"AllowedOAuthScopes": None, **NO_OAUTH}), []),
        (Case(client={"AllowedOAuthScopes": ["openid"]}), ["AllowedOAuthScopes lacks aws.cognito.signin.user.admin."]),
    ],
}
