"""The list of a user's sessions in a pool that tracks them."""

from typing import Any

import pytest

from tests.local_cognito.people import Person, StandIn, new_person, refused
from tests.servers import Clock


@pytest.fixture
def tracked(stand_in: StandIn) -> Person:
    """A user of a pool with at most two sessions a user."""
    person = new_person(stand_in, AutoVerifiedAttributes=["email"])
    set_tracking(person, "ENABLED")
    return person.sign_up().confirm()


def set_tracking(person: Person, state: str) -> None:
    client: Any = person.client
    client.set_user_pool_session_configuration(
        UserPoolId=person.pool_id, UserSessionTracking=state, TokenSession={"MaxPerUser": 2}
    )


def listed(person: Person, access_token: str) -> list[dict[str, Any]]:
    client: Any = person.client
    sessions: list[dict[str, Any]] = client.list_user_sessions(AccessToken=access_token)["Sessions"]
    return sessions


def test_the_current_session_is_marked_and_another_one_can_be_revoked(clock: Clock, tracked: Person) -> None:
    client: Any = tracked.client
    other = tracked.sign_in()["AccessToken"]
    clock.advance(60)
    token = tracked.sign_in()["AccessToken"]

    current, old = listed(tracked, token)

    assert (current["IsCurrentSession"], old["IsCurrentSession"]) == (True, False)
    assert current["CreateDate"] > old["CreateDate"]
    assert current["LastIPAddress"] == "127.0.0.1"
    assert "Botocore" in current["DeviceType"]
    with refused("InvalidParameterException", "current session"):
        client.revoke_user_session(AccessToken=token, SessionId=current["SessionId"])
    client.revoke_user_session(AccessToken=token, SessionId=old["SessionId"])
    with refused("NotAuthorizedException", "revoked"):
        tracked.attributes(other)
    assert [session["SessionId"] for session in listed(tracked, token)] == [current["SessionId"]]


def test_a_user_with_too_many_sessions_loses_the_least_recently_used(clock: Clock, tracked: Person) -> None:
    first, second = [(tracked.sign_in(), clock.advance(1))[0] for _ in range(2)]
    tracked.client.get_tokens_from_refresh_token(ClientId=tracked.client_id, RefreshToken=first["RefreshToken"])
    clock.advance(1)

    third = tracked.sign_in()["AccessToken"]

    assert len(listed(tracked, third)) == 2
    assert tracked.attributes(first["AccessToken"])
    with refused("NotAuthorizedException", "revoked"):
        tracked.attributes(second["AccessToken"])


def test_administrators_list_and_revoke_sessions(tracked: Person) -> None:
    client: Any = tracked.client
    names = {"UserPoolId": tracked.pool_id, "Username": tracked.email}
    token = tracked.sign_in()["AccessToken"]

    (session,) = client.admin_list_user_sessions(**names)["Sessions"]
    client.admin_revoke_user_session(**names, SessionId=session["SessionId"], RevokeAssociatedSessions="LINKED")

    assert session["IsCurrentSession"] is False
    assert client.admin_list_user_sessions(**names)["Sessions"] == []
    with refused("NotAuthorizedException", "revoked"):
        tracked.attributes(token)
    with refused("ResourceNotFoundException"):
        client.admin_revoke_user_session(**names, SessionId=session["SessionId"])


def test_a_user_cannot_revoke_the_session_of_another(stand_in: StandIn, tracked: Person) -> None:
    client: Any = tracked.client
    other = Person(stand_in, tracked.client_id, tracked.pool_id).sign_up().confirm()
    (session,) = listed(other, other.sign_in()["AccessToken"])

    with refused("ResourceNotFoundException"):
        client.revoke_user_session(AccessToken=tracked.sign_in()["AccessToken"], SessionId=session["SessionId"])


def test_sessions_are_listed_and_revoked_only_where_they_are_tracked(tracked: Person) -> None:
    client: Any = tracked.client
    token = tracked.sign_in()["AccessToken"]
    session_id = listed(tracked, token)[0]["SessionId"]
    names = {"UserPoolId": tracked.pool_id, "Username": tracked.email}
    set_tracking(tracked, "DISABLED")

    with refused("OperationNotEnabledException"):
        listed(tracked, token)
    with refused("OperationNotEnabledException"):
        client.admin_list_user_sessions(**names)
    with refused("OperationNotEnabledException"):
        client.revoke_user_session(AccessToken=token, SessionId=session_id)
    with refused("OperationNotEnabledException"):
        client.admin_revoke_user_session(**names, SessionId=session_id)


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "GetTokensFromRefreshToken"])
def test_a_refresh_is_activity(stand_in: StandIn, clock: Clock, flow: str) -> None:
    person = new_person(stand_in)
    app = stand_in.client.update_user_pool_client(
        UserPoolId=person.pool_id,
        ClientId=person.client_id,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]
    set_tracking(person, "ENABLED")
    person.sign_up()
    stand_in.client.admin_confirm_sign_up(UserPoolId=person.pool_id, Username=person.email)
    result = person.sign_in()
    before = listed(person, result["AccessToken"])[0]
    clock.advance(60)

    if flow == "REFRESH_TOKEN_AUTH":
        parameters = {"REFRESH_TOKEN": result["RefreshToken"]}
        stand_in.client.initiate_auth(ClientId=app["ClientId"], AuthFlow=flow, AuthParameters=parameters)
    else:
        stand_in.client.get_tokens_from_refresh_token(ClientId=app["ClientId"], RefreshToken=result["RefreshToken"])

    after = listed(person, result["AccessToken"])[0]
    assert (after["LastActiveDate"] - before["LastActiveDate"]).total_seconds() == pytest.approx(60)
    assert after["CreateDate"] == before["CreateDate"]
    assert before | {"LastActiveDate": after["LastActiveDate"]} == after
    assert before.keys() == {
        *("SessionId", "SessionType", "ClientId", "CreateDate", "LastActiveDate", "DeviceType"),
        *("LastIPAddress", "IsCurrentSession"),
    }
    assert (before["SessionType"], before["ClientId"]) == ("TOKEN", person.client_id)
    assert len(before["SessionId"]) == 28
