"""A user without a password, whose ways to sign in are removed by parallel requests."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.apps import Outbox, Person
from tests.authenticator import Authenticator
from tests.cognito import aws_session
from tests.factors import answer

POOL_ID, CLIENT_ID = "us-east-1_Vestibule", "vestibulelocal"


def sign_up_without_password(client: Any, cognito_url: str) -> Person:
    """A user of the embedded pool who has signed in by a mailed code, and proved who they are."""
    person = Person(client, Outbox(cognito_url))
    cognito = aws_session().client("cognito-idp", endpoint_url=cognito_url)
    cognito.sign_up(ClientId=CLIENT_ID, Username=person.email)
    cognito.admin_confirm_sign_up(UserPoolId=POOL_ID, Username=person.email)
    verified = [{"Name": "email", "Value": person.email}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_update_user_attributes(UserPoolId=POOL_ID, Username=person.email, UserAttributes=verified)  # type: ignore[arg-type]
    cognito.close()
    chosen = client.post("/api/auth/sign-in", json={"email": person.email}).json()
    signed_in = answer(person, answer(person, chosen, factor="email_otp").json(), code=person.code).json()
    person.access_token = signed_in["access_token"]
    client.post("/api/auth/step-up/options", json={"method": "email_otp"}, headers=person.headers).raise_for_status()
    proof = {"method": "email_otp", "code": person.code}
    client.post("/api/auth/step-up", json=proof, headers=person.headers).raise_for_status()
    return person


def add_passkeys(person: Person, number: int) -> None:
    """Add this many passkeys."""
    for _ in range(number):
        options = person.client.post("/api/me/passkeys/options", headers=person.headers).json()
        body = {"credential": Authenticator().create(options)}
        person.client.post("/api/me/passkeys", json=body, headers=person.headers).raise_for_status()


def passkeys_of(person: Person) -> list[str]:
    """The ids of the passkeys."""
    return [one["id"] for one in person.client.get("/api/me/passkeys", headers=person.headers).json()]


def delete_all_passkeys_at_once(person: Person) -> list[int]:
    """The statuses of parallel requests, one for each passkey."""
    paths = [f"/api/me/passkeys/{passkey}" for passkey in passkeys_of(person)]
    with ThreadPoolExecutor(len(paths)) as threads:
        answers = threads.map(lambda path: person.client.delete(path, headers=person.headers), paths)
        return sorted(response.status_code for response in answers)
