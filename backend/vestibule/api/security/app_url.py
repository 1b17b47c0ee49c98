"""The origin of the app, where the pool's domain sends browsers back to."""

from fastapi import Request

from vestibule.api.security.client_ip import is_trusted_proxy
from vestibule.settings import Settings


def app_origin(request: Request, settings: Settings) -> str | None:
    """APP_URL, or where a trusted proxy received the request, or the first of CORS_ORIGINS. None if all are unknown.

    The proxy is the one that serves the app. Host is not trusted from anybody else.
    """
    if settings.app_url is not None:
        return settings.app_url
    if is_trusted_proxy(request, settings):
        scheme = request.headers.get("x-forwarded-proto") or request.url.scheme
        return f"{scheme}://{request.headers.get('host', '')}"
    return next(iter(settings.cors_origins), None)
