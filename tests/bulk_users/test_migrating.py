"""Every recipe of docs/migrating.md works as written, with the export that it shows."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_cognito.http.app import create_app
from tests.bulk_users.conftest import CUSTOM, Cognito, Pool, new_pool
from tests.local_cognito.people import PASSWORD, boto3_client
from tests.servers import serve

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "migrating.md").read_text()
ROLE = "arn:aws:iam::000000000000:role/import"
OLD_ID = [*CUSTOM, {"Name": "old_id", "AttributeDataType": "String", "Mutable": True}]
KEEP_PASSWORDS = ["Auth0", "Django", "Keycloak", "Supabase"]
# Firebase's published test parameters.
PARAMETERS = {
    "SIGNER_KEY": "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
    "SALT_SEPARATOR": "Bw==",
    "ROUNDS": "8",
    "MEM_COST": "14",
}


def section(title: str) -> str:
    found = re.search(rf"\n## {title}\n(.*?)(?=\n## |\Z)", PAGE, re.DOTALL)
    assert found, title
    return found[1]


def follow(title: str, pool: Pool) -> list[str]:
    """Write the files of a recipe, and run its commands of ours. Returns what they print."""
    text = section(title)
    for name, content in re.findall(r"`([\w.]+)`:\n```json\n(.*?)```", text, re.DOTALL):
        Path(name).write_text(content)
    commands = re.findall(r"^vestibule users (.*)$", text, re.MULTILINE)
    assert commands
    results = [pool.run(*shlex.split(command.replace("$ROLE", ROLE))) for command in commands]
    assert [result.exit_code for result in results] == [0] * len(results), [result.output for result in results]
    return [result.output for result in results]


@pytest.fixture
def target(cognito: Cognito) -> Pool:
    """A pool with the groups and providers of the recipes."""
    pool = cognito.new_pool(Schema=OLD_ID)
    pool.create_group("editors")
    pool.create_provider("Google")
    return pool


def links(pool: Pool) -> list[dict[str, Any]]:
    identities: list[dict[str, Any]] = json.loads(pool.attributes("ann@example.com")["identities"])
    return identities


def permissions() -> set[str]:
    """The operations that the page says the commands need."""
    names = re.search(r"They need, on the pool's ARN: (.*?)\n\d\.", section("Before you start"), re.DOTALL)
    assert names
    return set(re.findall(r"`(?:cognito-idp:)?(\w+)`", names[1]))


@pytest.mark.parametrize("system", KEEP_PASSWORDS)
def test_users_keep_their_passwords(system: str, target: Pool, cognito: Cognito) -> None:
    cognito.recorder.operations.clear()

    outputs = follow(system, target)

    assert set(cognito.recorder.operations) <= permissions()
    assert "1 of them with a password hash" in outputs[0]
    assert target.signs_in("ann@example.com")
    attributes = target.attributes("ann@example.com")
    assert (attributes["name"], attributes["email_verified"]) == ("Ann Lee", "true")
    assert attributes["custom:old_id"]
    if system in ("Django", "Keycloak"):
        assert target.groups("ann@example.com") == ["editors"]
    if system != "Django":
        assert [identity["userId"] for identity in links(target)] == ["1045"]


def test_users_of_firebase_choose_a_new_password(target: Pool) -> None:
    outputs = follow("Firebase", target)

    assert "1 user with a hash in the format firebase-scrypt, which Cognito cannot import" in outputs[0]
    assert target.user("ann@example.com")["UserStatus"] == "RESET_REQUIRED"
    assert target.groups("ann@example.com") == ["editors"]
    assert [identity["providerName"] for identity in links(target)] == ["Google"]


class TestFirebaseTrigger:
    @pytest.fixture
    def handler(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Any, Any], Any]:
        """The page's function, with the page's export."""
        text = section("Firebase")
        export = re.search(r"`firebase.json`:\n```json\n(.*?)```", text, re.DOTALL)
        code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
        assert export
        assert code
        users = tmp_path / "firebase.json"
        users.write_text(export[1])
        for name, value in (PARAMETERS | {"USERS": str(users)}).items():
            monkeypatch.setenv(name, value)
        names: dict[str, Any] = {}
        exec(code[1], names)  # noqa: S102  the page's own code
        found: Callable[[Any, Any], Any] = names["handler"]
        return found

    @pytest.fixture
    def pool(self, handler: Callable[[Any, Any], Any], tmp_path: Path) -> Iterator[Pool]:
        async def invoke(request: Request) -> Response:
            return JSONResponse(handler(await request.json(), None))

        with serve(Starlette(routes=[Route("/", invoke, methods=["POST"])])) as hook_url:
            app = create_app(tmp_path / "pool.sqlite3", triggers={"UserMigration": hook_url})
            with serve(app) as url:
                settings: Any = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
                yield new_pool(boto3_client(url), url, **settings)

    def test_users_keep_their_password_at_their_first_sign_in(self, pool: Pool) -> None:
        assert not pool.signs_in("ann@example.com", "Wrong-password-1")
        assert pool.client.list_users(UserPoolId=pool.id)["Users"] == []

        assert pool.signs_in("ann@example.com", PASSWORD)

        assert pool.user("ann@example.com")["UserStatus"] == "CONFIRMED"
        assert pool.attributes("ann@example.com")["name"] == "Ann Lee"

    def test_the_hash_is_firebases_own(self, handler: Callable[[Any, Any], Any]) -> None:
        """The test vector of github.com/firebase/scrypt."""
        is_correct = handler.__globals__["is_correct"]
        user = {
            "salt": "42xEC+ixf3L2lw==",
            "passwordHash": "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
        }

        assert is_correct(user, "user1password")
        assert not is_correct(user, "user2password")


def test_users_move_from_pool_to_pool(cognito: Cognito, pool: Pool) -> None:
    ann = pool.create(name="Ann")
    export, import_ = re.findall(r"^vestibule users (.*)$", section("From one pool to another"), re.MULTILINE)
    other = cognito.new_pool()

    cognito.recorder.operations.clear()
    assert pool.run(*shlex.split(export)).exit_code == 0
    moved = other.run(*shlex.split(import_.replace(' --pool-id "$NEW_POOL"', "")))

    assert moved.exit_code == 0, moved.output
    assert set(cognito.recorder.operations) <= permissions()
    assert other.attributes(ann)["name"] == "Ann"


def test_files_are_readable_by_their_owner_only(target: Pool) -> None:
    follow("Django", target)

    for name in ("users.jsonl", "users.jsonl.import.jsonl"):
        assert oct(Path(name).stat().st_mode)[-3:] == "600"
    assert "pbkdf2" not in Path("users.jsonl.import.jsonl").read_text()
