"""Notify users by mail of changes to the security of their accounts, after the response was sent."""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Request

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.http.late_tasks import keep_tasks
from vestibule.api.security.client_ip import get_client_ip
from vestibule.api.services import services_of
from vestibule.cognito.identities import provider_label
from vestibule.cognito.models import AccountProfile
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import AppError
from vestibule.mail import Mail, MailName, Recipient, choose_language


class Notifications:
    """The mails that a request causes. None of its methods raises an error, nor delays the response by a mail.

    Only a verified address gets mail, so nobody can use us to mail somebody else. The language is that of the user's
    `locale`, else the browser's; if both are unknown, the mail is written in every language.
    """

    def __init__(self, request: Request, background: BackgroundTasks) -> None:
        self._request = request
        self._accept_language = request.headers.get("accept-language", "")
        self._background = background
        self._services = services_of(request)
        self._client_ip = get_client_ip(request)

    @property
    def enabled(self) -> bool:
        """Whether mails are sent; if not, an endpoint need not read what only a mail needs."""
        return self._services.mailer.enabled

    def notify_owner(self, name: MailName, user: UserGateway, **details: str) -> None:
        """Notify the user of a gateway; the address is read after the response."""
        self._later(name, user.profile.read, details)

    def notify_profile(self, name: MailName, profile: AccountProfile | None, **details: str) -> None:
        """Notify the user of a profile that was read earlier, before the change; None if it could not be read."""
        if profile is not None:
            self._later(name, lambda: profile, details)

    def notify_username(self, name: MailName, username: str, **details: str) -> None:
        """Notify a user who is not signed in. Without AWS credentials, only if the name is their address."""
        self._later(name, lambda: self._find(username), details)

    def notify_of_address(self, before: AccountProfile | None, after: AccountProfile | None) -> None:
        """Notify the user of a new e-mail address, at the old one too, or of a new phone number."""
        if before is None or after is None:
            return
        if before.email and before.email != after.email:
            for profile in (before, after):
                self.notify_profile("email_changed", profile)
        if before.phone_number and before.phone_number != after.phone_number:
            self.notify_profile("phone_number_changed", after)

    def send(self, name: MailName, profile: AccountProfile, **details: str) -> None:
        """Notify the user of a profile, from code that runs after the response."""
        self._send(name, lambda: profile, self._services.clock(), details)

    def explain_sign_in(self, email: str) -> None:
        """Tell the owner of an address how they sign in, if a provider created their account: it has no password.

        Not only at verified addresses, since most providers do not say which are. Call this for every address.
        """
        if self.enabled:
            self._background.add_task(self._explain_sign_in, email, self._services.clock())
            keep_tasks(self._request, self._background)

    def profile_for_later(self, user: UserGateway) -> AccountProfile | None:
        """The profile before a change, if mails are sent and it can be read."""
        if self.enabled:
            with suppress(AppError):
                return user.profile.read()
        return None

    def _later(self, name: MailName, read: Callable[[], AccountProfile], details: dict[str, str]) -> None:
        if self.enabled:
            self._background.add_task(self._send, name, read, self._services.clock(), details)
            keep_tasks(self._request, self._background)

    def _send(
        self, name: MailName, read: Callable[[], AccountProfile], happened_at: float, details: dict[str, str]
    ) -> None:
        with suppress(AppError):  # nobody is waiting for the result
            profile = read()
            if profile.email is None or not profile.email_verified:
                return
            language = choose_language(profile.attributes.get("locale"), self._accept_language)
            recipient = Recipient(profile.email, language)
            self._services.mailer.send(Mail(name, recipient, happened_at, self._client_ip, details))

    def _explain_sign_in(self, email: str, happened_at: float) -> None:
        with suppress(AppError):  # nobody is waiting for the result
            providers = self._services.cognito.admin.identities.providers_of(email)
            if providers:
                recipient = Recipient(email, choose_language(None, self._accept_language))
                details = {"provider": ", ".join(map(provider_label, providers))}
                self._services.mailer.send(Mail("provider_sign_in", recipient, happened_at, self._client_ip, details))

    def _find(self, username: str) -> AccountProfile:
        try:
            return self._services.cognito.admin.users.read(username)
        except AppError:
            if "@" not in username:
                raise
            return AccountProfile(sub="", username=username, email=username, email_verified=True)


NotificationsDep = Annotated[Notifications, inline_dependency(Notifications)]
