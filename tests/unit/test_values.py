"""All models and dataclasses: no secret is in their text, which a log line may show, and few can be changed."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from pydantic import BaseModel

import vestibule
from local_cognito.http.oauth.exchange import Exchange

SECRETS = {
    *("access_token", "id_token", "refresh_token", "token", "session", "session_token", "access_key_id"),
    *("secret", "secret_access_key", "password", "password_hash", "verifier", "uri", "qr_svg"),
    *("code", "codes", "recovery_code", "answer"),
}
# Fields of these names that are no secrets: codes of errors, a place in a list, settings of sessions, and a digest.
PUBLIC = {
    *("Problem.code", "AccountProblem.code", "FieldFault.code", "TokenError.code", "Checkpoint.token"),
    *("ClientState.session", "PoolState.session", "OAuthState.session"),
}
# What collects something, mixins of the settings, and documents that are written as soon as they are made.
MUTABLE = {
    *("AuditEvent", "Attempt", "ClientSecret", "Conversion", "ForeignUser", "Ids", "Pace", "Review"),
    *("_Entry", "_Write"),
    *("BrandSettings", "MailSettings", "NetworkSettings", "PoolDefaults", "PoolSettings", "SecuritySettings"),
    *("ServerSettings", "StoreSettings"),
    *("AccountProblem", "AuthTest", "AuthorizationServer", "DeepReadiness", "Liveness", "ManifestIcon"),
    *("Problem", "ProtectedResource", "Readiness", "TokenError", "TokenRequest", "TokenResponse", "WebAppManifest"),
}


def classes() -> set[type]:
    """Every class of the package."""
    names = [found.name for found in pkgutil.walk_packages(vestibule.__path__, "vestibule.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    found = {each for module in modules for each in vars(module).values() if inspect.isclass(each)}
    return {each for each in found if each.__module__.startswith("vestibule.")}


def texts_shown(each: type) -> Iterator[str]:
    """The fields of a model or dataclass whose text is in its repr."""
    if issubclass(each, BaseModel):
        fields = {name: (str(field.annotation), field.repr) for name, field in each.model_fields.items()}
    elif dataclasses.is_dataclass(each):
        fields = {field.name: (str(field.type), field.repr) for field in dataclasses.fields(each)}
    else:
        return
    for name, (annotation, is_shown) in fields.items():
        if is_shown and "str" in annotation and "SecretStr" not in annotation:
            yield name


def test_no_field_with_a_secret_is_in_a_repr() -> None:
    shown = {f"{each.__name__}.{name}" for each in classes() for name in texts_shown(each) if name in SECRETS}

    assert shown == PUBLIC


def test_what_a_browser_sent_to_local_cognito_is_in_no_repr() -> None:
    shown = {field.name for field in dataclasses.fields(Exchange) if field.repr}

    assert shown.isdisjoint({"query", "form", "headers", "cookies"})


def is_mutable(each: type) -> bool:
    if issubclass(each, BaseModel):
        return not each.model_config.get("frozen")
    return dataclasses.is_dataclass(each) and not each.__dataclass_params__.frozen


def test_values_cannot_be_changed() -> None:
    assert {each.__name__ for each in classes() if is_mutable(each)} == MUTABLE
