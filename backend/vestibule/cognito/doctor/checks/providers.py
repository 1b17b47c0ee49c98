"""Checks of identity providers: Google, Facebook, OpenID Connect, SAML."""

import json
from collections.abc import Iterator, Mapping

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.recipes import to_jq

USERNAME = "username"  # a mapping's key for the user name, which is not an attribute
SET_BY_COGNITO = frozenset({"sub", "email_verified", "phone_number_verified"})
TELL_WHETHER_VERIFIED = frozenset({"Google", "OIDC", "SignInWithApple"})


def _update_mapping(facts: Facts, provider: str, mapping: Mapping[str, str]) -> str:
    return facts.recipes.cognito(
        *("update-identity-provider", "--provider-name", provider, "--attribute-mapping", json.dumps(mapping))
    )


@check(
    19,
    "immutable-mapping",
    Severity.ERROR,
    effect="Users of the provider sign in exactly once; each later sign-in fails.",
)
def immutable_mapping(facts: Facts) -> Iterator[Fault]:
    """An identity provider writes to an attribute that cannot change."""
    immutable = {
        attribute.get("Name", "")
        for attribute in facts.pool.get("SchemaAttributes", [])
        if not attribute.get("Mutable", True)
    } - {"sub"}
    for name, provider in facts.user_pool.providers.items():
        mapping = provider.get("AttributeMapping", {})
        if wrong := sorted(immutable & mapping.keys()):
            kept = {attribute: claim for attribute, claim in mapping.items() if attribute not in wrong}
            yield Fault(f"{name} is mapped to the immutable {', '.join(wrong)}.", _update_mapping(facts, name, kept))


@check(
    20,
    "unwritable-mapping",
    Severity.WARNING,
    effect="The first sign-in is refused, or profiles silently stay as they were.",
)
def unwritable_mapping(facts: Facts) -> Iterator[Fault]:
    """An identity provider's mapping misses a required attribute, or names one that the app client may not write."""
    writable = facts.client.get("WriteAttributes", [])
    required = {
        attribute.get("Name", "") for attribute in facts.pool.get("SchemaAttributes", []) if attribute.get("Required")
    } - {"sub"}
    for name, provider in facts.user_pool.providers.items():
        mapping = provider.get("AttributeMapping", {})
        mapped = mapping.keys() - {USERNAME} - SET_BY_COGNITO
        if writable and (silent := sorted(mapped - {*writable})):
            yield Fault(
                f"{name} is mapped to {', '.join(silent)}, which the app client may not write.",
                facts.recipes.client(f".WriteAttributes += {to_jq(silent)}"),
            )
        if missing := sorted(required - mapping.keys()):
            yield Fault(
                f"{name} has no mapping for the required {', '.join(missing)}.",
                _update_mapping(facts, name, {**mapping, **{attribute: attribute for attribute in missing}}),
            )


@check(
    21,
    "unverified-federated-mail",
    Severity.WARNING,
    effect="Users of the provider cannot reset or link their account; with Facebook, a link can give it away.",
)
def unverified_federated_mail(facts: Facts) -> Iterator[Fault]:
    """Addresses from an identity provider count as unverified, or are linked without being verified."""
    links = "PreSignUp" in facts.pool.get("LambdaConfig", {})
    for name, provider in facts.user_pool.providers.items():
        mapping, kind = provider.get("AttributeMapping", {}), provider.get("ProviderType")
        if kind in TELL_WHETHER_VERIFIED and "email" in mapping and "email_verified" not in mapping:
            added = {**mapping, "email_verified": "email_verified"}
            yield Fault(f"{name} has no mapping for email_verified.", _update_mapping(facts, name, added))
        if kind == "Facebook" and links:
            yield Fault(
                f"{name} does not say whether an address is verified, and a PreSignUp trigger may link accounts by it.",
                "Review the trigger: it must not link accounts of this provider.",
            )


@check(
    22,
    "offered-providers",
    Severity.ERROR,
    effect="A sign-in button leads to an error page.",
)
def offered_providers(facts: Facts) -> Iterator[Fault]:
    """The pool's identity providers and those that the app client offers differ."""
    existing, offered = facts.user_pool.providers.keys(), {*facts.social_providers}
    change = facts.recipes.client(f".SupportedIdentityProviders = {to_jq(['COGNITO', *sorted(existing)])}")
    if unused := sorted(existing - offered):
        yield Fault(f"The app client does not offer {', '.join(unused)}.", change)
    if missing := sorted(offered - existing):
        yield Fault(f"The app client offers {', '.join(missing)}, which the pool does not have.", change)
