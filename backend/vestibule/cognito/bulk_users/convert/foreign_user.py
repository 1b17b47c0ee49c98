"""ForeignUser: a user of another system, before it is a record for Cognito."""

import base64
import re
from dataclasses import dataclass, field

from pydantic import SecretStr

from vestibule.cognito.bulk_users.hash_formats import algorithm_of
from vestibule.cognito.bulk_users.record import Link, UserRecord

E164 = re.compile(r"\+[0-9]{1,15}")
# What other systems call providers: the names that Cognito prescribes. Other providers keep their name.
PROVIDER_NAMES = {
    "google": "Google",
    "google.com": "Google",
    "google-oauth2": "Google",
    "facebook": "Facebook",
    "facebook.com": "Facebook",
    "apple": "SignInWithApple",
    "apple.com": "SignInWithApple",
    "amazon": "LoginWithAmazon",
}


@dataclass
class ForeignUser:
    """A user of another system. `password_format` names a hash that Cognito cannot import."""

    id: str
    username: str = ""
    email: str = ""
    email_verified: bool = False
    phone_number: str = ""
    phone_number_verified: bool = False
    enabled: bool = True
    profile: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    password_hash: str = field(default="", repr=False)
    password_format: str = ""

    def link(self, provider: str, user_id: str) -> None:
        """Add an identity at a provider."""
        self.links.append(Link(provider=PROVIDER_NAMES.get(provider, provider), user_id=user_id))

    def record(self, *, assume_verified: bool, id_attribute: str) -> UserRecord:
        """The user as Cognito gets it.

        Links need a verified address: whoever owns the provider's account would otherwise get somebody else's.
        """
        email_verified = bool(self.email) and (self.email_verified or assume_verified)
        attributes = {name: value for name, value in self.profile.items() if value}
        is_proven = email_verified or (self.phone_number_verified and bool(E164.fullmatch(self.phone_number)))
        if self.email:
            attributes |= {"email": self.email, "email_verified": str(email_verified).lower()}
        if E164.fullmatch(self.phone_number):
            verified = str(self.phone_number_verified).lower()
            attributes |= {"phone_number": self.phone_number, "phone_number_verified": verified}
        if id_attribute:
            attributes[id_attribute] = self.id
        return UserRecord(
            username=self.username or self.email or self.id,
            # Who never proved an address is not imported: somebody else may own it.
            status="CONFIRMED" if is_proven else "UNCONFIRMED",
            enabled=self.enabled,
            attributes=attributes,
            groups=sorted(set(self.groups)),
            links=self.links if email_verified else [],
            password_hash=SecretStr(self.password_hash) if self.has_importable_hash else None,
        )

    @property
    def has_importable_hash(self) -> bool:
        """Whether an import job accepts the hash."""
        return bool(self.password_hash) and algorithm_of(self.password_hash) is not None


def without_padding(encoded: str) -> str:
    """Base64 as the PHC string format has it."""
    return encoded.rstrip("=")


def base64_of(text: str) -> str:
    """The base64 of a text, as the PHC string format has it."""
    return without_padding(base64.b64encode(text.encode()).decode())
