"""Every recipe of docs/migrating.md works as written, with the export that it shows."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.from_thread
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bulk_users.conftest import CUSTOM, Cognito, Pool, new_pool
from tests.cognito import create_cognito
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


Handler = Callable[[Any, Any], Any]


def function(title: str) -> Handler:
    """The Lambda function on the page. Its environment must be set before."""
    code = re.search(r"```python\n(.*?)```", section(title), re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102  the page's own code
    found: Handler = names["handler"]
    return found


@contextmanager
def pool_with_trigger(handler: Handler, directory: Path) -> Iterator[Pool]:
    """A pool whose UserMigration trigger is this function."""

    def invoke(request: Request) -> Response:
        return JSONResponse(handler(anyio.from_thread.run(request.json), None))

    with serve(Starlette(routes=[Route("/", invoke, methods=["POST"])])) as hook_url:
        app = create_cognito(directory / "pool.sqlite3", triggers={"UserMigration": hook_url})
        with serve(app) as url:
            settings: Any = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
            yield new_pool(boto3_client(url), url, **settings)


class TestFirebaseTrigger:
    @pytest.fixture
    def handler(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Handler:
        """The page's function, with the page's export."""
        export = re.search(r"`firebase.json`:\n```json\n(.*?)```", section("Firebase"), re.DOTALL)
        assert export
        users = tmp_path / "firebase.json"
        users.write_text(export[1])
        for name, value in (PARAMETERS | {"USERS": str(users)}).items():
            monkeypatch.setenv(name, value)
        return function("Firebase")

    @pytest.fixture
    def pool(self, handler: Handler, tmp_path: Path) -> Iterator[Pool]:
        with pool_with_trigger(handler, tmp_path) as pool:
            yield pool

    def test_users_keep_their_password_at_their_first_sign_in(self, pool: Pool) -> None:
        assert not pool.signs_in("ann@example.com", "Wrong-password-1")
        assert pool.client.list_users(UserPoolId=pool.id)["Users"] == []

        assert pool.signs_in("ann@example.com", PASSWORD)

        assert pool.user("ann@example.com")["UserStatus"] == "CONFIRMED"
        assert pool.attributes("ann@example.com")["name"] == "Ann Lee"

    def test_the_hash_is_firebases_own(self, handler: Handler) -> None:
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


class TestPoolTrigger:
    @pytest.fixture
    def new_pool_of_ann(self, pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Pool]:
        """A new pool, whose trigger asks the old one; Ann is in the old one only."""
        pool.create("ann@example.com", name="Ann")
        environment = {
            "OLD_POOL": pool.id,
            "OLD_CLIENT": pool.client_id,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": str(pool.url),
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        handler = function("From one pool to another")
        with pool_with_trigger(handler, tmp_path) as new:
            yield new
        handler.__globals__["cognito"].close()

    def test_users_keep_their_password_in_a_new_pool(self, pool: Pool, new_pool_of_ann: Pool) -> None:
        assert not new_pool_of_ann.signs_in("ann@example.com", "Wrong-password-1")
        assert not new_pool_of_ann.signs_in('x" or email ^= "ann')

        assert new_pool_of_ann.signs_in("ann@example.com")

        assert new_pool_of_ann.attributes("ann@example.com")["name"] == "Ann"
        pool.client.admin_disable_user(UserPoolId=pool.id, Username="ann@example.com")
        assert new_pool_of_ann.signs_in("ann@example.com")

    def test_disabled_users_do_not_move(self, pool: Pool, new_pool_of_ann: Pool) -> None:
        pool.client.admin_disable_user(UserPoolId=pool.id, Username="ann@example.com")

        assert not new_pool_of_ann.signs_in("ann@example.com")


def test_files_are_readable_by_their_owner_only(target: Pool) -> None:
    follow("Django", target)

    for name in ("users.jsonl", "users.jsonl.import.jsonl"):
        assert oct(Path(name).stat().st_mode)[-3:] == "600"
    assert "pbkdf2" not in Path("users.jsonl.import.jsonl").read_text()
