"""Session tracking: its configuration for a pool, and for an app client."""

from local_cognito.context import Context, Output
from local_cognito.model import configurations, session_requests as r, session_tracking, tiers, tracked_sessions
from local_cognito.model.session_tracking import DEFAULT_SSO_SESSION, KIND

FEATURE = {"User session tracking": "ESSENTIALS"}


def set_user_pool_session_configuration(context: Context, request: r.SetUserPoolSessionConfigurationRequest) -> Output:
    """SetUserPoolSessionConfiguration. Clients keep their configurations while tracking is off."""
    document = {"UserSessionTracking": request["UserSessionTracking"], "TokenSession": dict(request["TokenSession"])}
    with context.storage.write() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], None)
        if document["UserSessionTracking"] == "ENABLED":
            tiers.check(pool.tier, FEATURE)
        configurations.replace(db, KIND, pool.id, None, document, context.now)
    return {"UserPoolId": pool.id, **document}


def get_user_pool_session_configuration(context: Context, request: r.GetUserPoolSessionConfigurationRequest) -> Output:
    """GetUserPoolSessionConfiguration."""
    with context.storage.read() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], None)
        return {"UserPoolId": pool.id, **session_tracking.of_pool(db, pool.id).describe()}


def set_user_pool_client_session_configuration(
    context: Context, request: r.SetUserPoolClientSessionConfigurationRequest
) -> Output:
    """SetUserPoolClientSessionConfiguration. Needs session tracking."""
    document = {"SSOSession": dict(request["SSOSession"])}
    with context.storage.write() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], request["ClientId"])
        tiers.check(pool.tier, FEATURE)
        tracked_sessions.check_enabled(db, pool)
        configurations.replace(db, KIND, pool.id, request["ClientId"], document, context.now)
    return {"UserPoolId": pool.id, "ClientId": request["ClientId"], **document}


def get_user_pool_client_session_configuration(
    context: Context, request: r.GetUserPoolClientSessionConfigurationRequest
) -> Output:
    """GetUserPoolClientSessionConfiguration."""
    with context.storage.read() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], request["ClientId"])
        stored = configurations.find(db, KIND, pool.id, request["ClientId"])
    document = stored.document if stored else {"SSOSession": DEFAULT_SSO_SESSION}
    return {"UserPoolId": pool.id, "ClientId": request["ClientId"], **document}
