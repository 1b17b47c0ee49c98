"""Plans: what differs between a file and a pool, as it is shown, with the requests that would remove it."""

import re
from typing import Any

import pytest

from tests.provisioning.plan_cases import CASES
from tests.provisioning.planning import PLANS, planned
from vestibule.cognito.provisioning.differences import Difference, changed, created, differences
from vestibule.cognito.provisioning.losses import losses

DOCUMENTED = dict(re.findall(r"^## (.*)\n((?:.+\n)+)", PLANS.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", CASES)
def test_plan_is_that_of_the_folder_compiled(name: str) -> None:
    assert planned(name) + "\n" == DOCUMENTED[name]


def test_folder_has_no_other_plans() -> None:
    assert DOCUMENTED.keys() == CASES.keys()


@pytest.mark.parametrize(
    ("member", "default"),
    [
        ("UserPoolTier", "ESSENTIALS"),
        ("DeletionProtection", "INACTIVE"),
        ("AdvancedSecurityMode", "OFF"),
        ("EmailSendingAccount", "COGNITO_DEFAULT"),
        ("AllowedFirstAuthFactors", ["PASSWORD"]),
        ("TemporaryPasswordValidityDays", 7),
        ("PasswordHistorySize", 0),
        ("RetryGracePeriodSeconds", 0),
        ("AuthSessionValidity", 3),
        ("Feature", "DISABLED"),
        ("UserSessionTracking", "DISABLED"),
        ("PreventUserExistenceErrors", "LEGACY"),
        ("IDPSignout", "false"),
        ("UserVerification", "preferred"),
    ],
)
def test_what_aws_leaves_out_has_its_default(member: str, default: Any) -> None:
    assert [*differences({"In": {member: default}}, {"In": {}})] == []
    assert [*differences({member: "other"}, {})] == [Difference((member,), None, "other")]
    assert created({member: default, "Name": "n"}) == {"Name": "n"}


@pytest.mark.parametrize(
    ("wanted", "actual", "found"),
    [
        ({"A": None}, {}, []),
        ({"A": False}, {"A": []}, []),
        ({"A": ""}, {"A": {}}, []),
        ({"A": 0}, {}, [("A", None, 0)]),
        ({"A": True}, {"A": False}, [("A", False, True)]),
        ({"A": [1, 2]}, {"A": [2, 1]}, []),
        ({"A": [{"x": 1, "y": None}]}, {"A": [{"x": 1}]}, []),
        ({"A": {"B": 1}}, {"A": {"B": 1, "C": 2}, "D": 3}, []),
        ({"A": {"B": 1}}, {"A": None}, [("A.B", None, 1)]),
        ({"Roles": {"a": "1"}}, {"Roles": {"a": "1", "b": "2"}}, [("Roles", {"a": "1", "b": "2"}, {"a": "1"})]),
        ({"Settings": {"a": {}}}, {"Settings": {}}, []),
        ({"LambdaConfig": {}}, {"LambdaConfig": {"a": "1"}}, [("LambdaConfig", {"a": "1"}, {})]),
        ({"AttributeMapping": {}}, {"AttributeMapping": {"a": "1"}}, [("AttributeMapping", {"a": "1"}, {})]),
        ({"RoleMappings": {}}, {"RoleMappings": {"a": "1"}}, [("RoleMappings", {"a": "1"}, {})]),
        ({"Other": {}}, {"Other": {"a": "1"}}, []),
    ],
)
def test_members_of_the_wanted_document_are_compared(wanted: Any, actual: Any, found: list[Any]) -> None:
    assert [(one.name, one.actual, one.wanted) for one in differences(wanted, actual)] == found


def test_changes_keep_what_is_not_compared_and_leave_the_original_alone() -> None:
    actual = {"A": {"B": 1, "C": 2}, "D": 3}

    document = changed(
        actual, [Difference(("A", "B"), 1, 9), Difference(("D",), 3, None), Difference(("E", "F"), 0, 5)]
    )

    assert document == {"A": {"B": 9, "C": 2}, "E": {"F": 5}}
    assert actual == {"A": {"B": 1, "C": 2}, "D": 3}
    assert changed({}, [Difference(("G",), None, None)]) == {}


@pytest.mark.parametrize("member", ["client_secret", "private_key", "ClientSecret"])
def test_secrets_are_known_by_their_member(member: str) -> None:
    secret = Difference(("ProviderDetails", member), "old", None)

    assert secret.is_secret
    assert losses("provider", [secret]) == ()
    assert not Difference((member, "client_id"), "old", None).is_secret


@pytest.mark.parametrize(
    ("path", "actual", "wanted", "lost"),
    [
        (("A", "AllowAdminCreateUserOnly"), False, True, "users can no longer sign up"),
        (("A", "AllowAdminCreateUserOnly"), True, False, "A.AllowAdminCreateUserOnly is turned off (is True)"),
        *(
            ((member,), "old", None, None)
            for member in (
                *("EmailSubject", "EmailMessage", "SmsMessage", "SMSMessage", "Subject", "Message", "Description"),
            )
        ),
        (("A",), None, "x", None),
        (("A",), "x", "y", None),
        (("A",), "x", None, "A is turned off (is x)"),
        (("A",), "ENFORCED", "OFF", "A is turned off (is ENFORCED)"),
        (("A",), "ENABLED", "DISABLED", "A is turned off (is ENABLED)"),
        (("A",), "ACTIVE", "INACTIVE", "A is turned off (is ACTIVE)"),
        (("A",), "ENABLED", "LEGACY", "A is turned off (is ENABLED)"),
        (("A",), "DEVELOPER", "COGNITO_DEFAULT", "A is turned off (is DEVELOPER)"),
        (("A",), "LEGACY", "OFF", None),
        (("A",), ["x", "y"], ["y"], "A loses x"),
        (("A",), ["x"], None, "A loses x"),
        (("A",), ["x"], ["x", "y"], None),
        (("A",), [{"Name": "x"}, {"ScopeName": "y"}, {"ClientId": "z"}], [], "A loses x, y, z"),
        (("A",), [{"Name": "x", "ClientId": "1"}], [{"Name": "x", "ClientId": "2"}], None),
        (("A",), [{"Other": 1}], [], "A loses {'Other': 1}"),
        (("A",), {"x": 1, "y": 2}, {"x": 3}, "A loses y"),
        (("UserPoolTier",), "PLUS", "LITE", "the plan is lowered from PLUS to LITE"),
        (("UserPoolTier",), "ESSENTIALS", "LITE", "the plan is lowered from ESSENTIALS to LITE"),
        (("UserPoolTier",), "LITE", "PLUS", None),
        (("RelyingPartyId",), "old.example", "new.example", "every passkey of old.example stops working"),
    ],
)
def test_what_is_lost_by_a_change_is_named(path: tuple[str, ...], actual: Any, wanted: Any, lost: str | None) -> None:
    assert losses("it", [Difference(path, actual, wanted)]) == ((f"it: {lost}",) if lost else ())
