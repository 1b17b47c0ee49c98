"""Profile and addresses: what a change asks of Cognito, of the records and of the mailer."""

from typing import Any

import pytest

from tests.unit.endpoint_call import PROFILE
from tests.unit.own_account import DELIVERY, EMAIL, NEW_EMAIL, OWNER, OwnAccountCall
from vestibule.api.routes.me import attributes, profile
from vestibule.cognito.models import AttributeDelivery, UpdatedProfile
from vestibule.errors import (
    CodeMismatch,
    CognitoUnavailable,
    StepUpRequired,
    UnknownAttribute,
)


def updated(*deliveries: AttributeDelivery, simulated: tuple[str, ...] = (), **members: Any) -> UpdatedProfile:
    values = PROFILE.model_dump() | {"code_deliveries": list(deliveries), "simulated": list(simulated)} | members
    return UpdatedProfile(**values)


class TestProfile:
    def test_groups_are_those_of_the_token(self) -> None:
        assert profile.read_profile(OwnAccountCall().user, OWNER).groups == ["a", "b"]
        assert OwnAccountCall({"user.profile.update": updated()}).update(name="A").groups == ["a", "b"]

    def test_new_address_needs_a_proof_and_is_limited(self) -> None:
        call = OwnAccountCall({"user.profile.update": updated()}, proven=False)
        call.update(name="Alice", locale="fr")
        noted, calls = list(call.limits.noted), call.calls

        for changes in ({"email": NEW_EMAIL}, {"phone_number": None}):
            with pytest.raises(StepUpRequired):
                call.update(**changes)
        assert (noted, call.limits.noted, call.calls) == ([], [], calls)
        open_call = OwnAccountCall({"user.profile.update": updated()})
        open_call.update(email=NEW_EMAIL, phone_number="+15555550199")
        open_call.update(phone_number=None)
        assert open_call.limits.noted == [("resend", "alice", NEW_EMAIL, "+15555550199")]

    def test_attribute_that_users_may_not_edit_is_refused(self) -> None:
        with pytest.raises(UnknownAttribute):
            OwnAccountCall().update(sub="x")

    @pytest.mark.parametrize(("simulated", "destination"), [((), None), (("email",), "n***@e***")])
    def test_change_is_pending_and_perhaps_simulated(self, simulated: tuple[str, ...], destination: str | None) -> None:
        delivery = AttributeDelivery(attribute="email", medium="email", destination="n***@e***")
        call = OwnAccountCall({"user.profile.update": updated(delivery, simulated=simulated)})

        call.update(email=NEW_EMAIL)

        assert call.changes.is_pending("alice", "email")
        assert call.changes.simulated_destination("alice", "email") == destination

    @pytest.mark.parametrize(
        ("members", "mails"),
        [
            ({"phone_number": "+15555550199"}, [("phone_number_changed", EMAIL)]),
            ({"email": NEW_EMAIL}, [("email_changed", EMAIL), ("email_changed", NEW_EMAIL)]),
            ({}, []),
        ],
    )
    def test_changed_address_is_notified(self, members: dict[str, str], mails: list[tuple[str, ...]]) -> None:
        before = PROFILE.model_copy(update={"phone_number": "+15555550100"})
        members = {"phone_number": "+15555550100"} | members
        call = OwnAccountCall({"user.profile.read": before, "user.profile.update": updated(**members)})

        call.update(email=NEW_EMAIL)

        assert call.mails == mails

    def test_profile_that_cannot_be_read_is_no_reason_to_refuse_a_change(self) -> None:
        call = OwnAccountCall({"user.profile.read": CognitoUnavailable(), "user.profile.update": updated()})

        assert call.update(email=NEW_EMAIL)
        assert call.mails == []


class TestAttributes:
    def test_code_is_sent_within_the_limit(self) -> None:
        call = OwnAccountCall({"user.attributes.send_code": DELIVERY})

        sent = attributes.send_code("email", OWNER, call.user, call.services, call.limits)

        assert (sent.delivery, sent.resend_wait_seconds) == (DELIVERY, 7)
        assert (call.limits.noted, call.calls[-1]) == ([("resend", "alice")], ("user.attributes.send_code", ("email",)))

    @pytest.mark.parametrize(("name", "medium"), [("email", "email"), ("phone_number", "sms")])
    def test_code_of_a_simulated_change_is_simulated_and_never_right(self, name: Any, medium: str) -> None:
        call = OwnAccountCall()
        call.changes.begin("alice", name, simulated_destination="n***")
        call.changes.begin("alice", "email", simulated_destination="n***")
        call.clock.advance(86_399)

        sent = attributes.send_code(name, OWNER, call.user, call.services, call.limits)
        call.clock.advance(86_399)

        assert (sent.delivery.medium, sent.delivery.destination, sent.resend_wait_seconds) == (medium, "n***", 7)
        assert call.changes.is_pending("alice", name)
        if name == "email":
            with pytest.raises(CodeMismatch) as refused:
                call.verify()
            assert (refused.value.field, call.names) == ("code", [])

    def test_verified_address_is_pending_no_more_and_notified_at_both(self) -> None:
        profiles = iter([PROFILE, PROFILE.model_copy(update={"email": NEW_EMAIL})])
        call = OwnAccountCall({"user.profile.read": lambda: next(profiles)})
        call.changes.begin("alice", "email", simulated_destination=None)

        call.verify()

        assert not call.changes.is_pending("alice", "email")
        assert call.mails == [("email_changed", EMAIL), ("email_changed", NEW_EMAIL)]
        assert (call.limits.noted, call.calls) == (
            [("+codes", "alice")],
            [("user.attributes.verify", ("email", "123456"))],
        )
