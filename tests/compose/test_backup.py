"""A restored backup is exactly what was backed up, also after a crash."""

from pathlib import Path

import pytest

from tests.apps import Person
from tests.compose.stack import Stack, docker


@pytest.fixture
def backup(tmp_path: Path) -> str:
    return str(tmp_path / "backup.tar.gz")


def test_restore_after_a_crash_leaves_exactly_the_backup(stack: Stack, alice_signed_in: Person, backup: str) -> None:
    alice = alice_signed_in
    before = alice.access_token
    alice.client.post("/api/auth/sign-out", headers=alice.headers)
    alice.sign_in()

    stack.run("backend/scripts/backup", backup)
    later = [Person(alice.client, alice.outbox).sign_up().confirm() for _ in range(20)]
    alice.client.post("/api/auth/sign-out", headers=alice.headers)
    docker("kill", "--signal", "KILL", *stack.ids("cognito", "store"))
    stack.run("backend/scripts/restore", backup)

    statuses = {person.try_to_sign_in().status_code for person in later[:5]}  # fewer than the limit of wrong passwords
    still_signed_in = alice.client.get("/api/auth_test", headers=alice.headers)
    alice.access_token = before
    signed_out = alice.client.get("/api/auth_test", headers=alice.headers)
    assert statuses == {401}
    assert still_signed_in.status_code == 200  # signed out only after the backup
    assert signed_out.json()["code"] == "token-revoked"
    assert alice.try_to_sign_in().status_code == 200


def test_backup_is_readable_by_its_owner_only(stack: Stack, backup: str) -> None:
    stack.run("backend/scripts/backup", backup)

    assert Path(backup).stat().st_mode & 0o077 == 0


def test_restore_from_an_invalid_file_changes_nothing(stack: Stack, alice: Person, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("no archive")

    done = stack.run("backend/scripts/restore", str(tmp_path / "broken"), check=False)

    assert done.returncode != 0
    assert alice.try_to_sign_in().status_code == 200
