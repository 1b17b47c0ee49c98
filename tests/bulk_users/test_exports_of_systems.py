"""Exports with all that a user can have, and with as little as possible: the folder `exports` has the records."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from vestibule.cognito.bulk_users.convert import django, keycloak
from vestibule.cognito.bulk_users.convert.conversion import Conversion, System, convert
from vestibule.cognito.bulk_users.convert.documents import rows
from vestibule.cognito.bulk_users.convert.supabase import read as read_supabase
from vestibule.cognito.bulk_users.hash_formats import algorithm_of
from vestibule.cognito.bulk_users.record import InvalidUserFile

FOLDER = Path(__file__).with_name("exports")
SALT = "TmF0cml1bUNobG9y"
FOUND = {
    System.AUTH0: Conversion(users=3, hashes=1, unverified=1),
    System.DJANGO: Conversion(users=3, hashes=1, unverified=2, lost_hashes=Counter({"md5": 1})),
    System.FIREBASE: Conversion(users=3, unverified=1, lost_hashes=Counter({"firebase-scrypt": 1})),
    System.KEYCLOAK: Conversion(users=2, hashes=2, unverified=1),
    System.SUPABASE: Conversion(users=3, hashes=1, unverified=1),
}


@pytest.mark.parametrize("system", System)
def test_users_are_converted_with_all_that_they_have(tmp_path: Path, system: System) -> None:
    case = json.loads((FOLDER / f"{system}.json").read_text("utf-8"))
    texts = ["\n".join(map(json.dumps, lines)) for lines in case.get("files of lines", [])]
    texts += [json.dumps(case["document"])] if "document" in case else []
    sources = [tmp_path / f"{number}.json" for number, _ in enumerate(texts)]
    for path, text in zip(sources, texts, strict=True):
        path.write_text(f"\ufeff{text}", "utf-8")
    target, counts = tmp_path / "users.jsonl", list[int]()

    found = convert(
        system,
        sources,
        target,
        assume_verified=False,
        id_attribute="custom:id",
        on_user=counts.append,
    )

    assert [json.loads(line) for line in target.read_text("utf-8").splitlines()] == case["records"]
    assert found == FOUND[system]
    assert counts == [*range(1, found.users + 1)]
    assert target.stat().st_mode & 0o777 == 0o600
    assert not target.with_name("users.jsonl.part").exists()


def test_without_an_attribute_for_ids_they_are_dropped_and_addresses_can_be_assumed_verified(tmp_path: Path) -> None:
    source, target = tmp_path / "auth0.json", tmp_path / "users.jsonl"
    row = {"user_id": "1", "email": "ann@example.com", "identities": [{"provider": "google-oauth2", "user_id": "5"}]}
    source.write_text(json.dumps(row) + "\n" + json.dumps({"user_id": "2", "passwordHash": "unknown-hash"}))

    found = convert(System.AUTH0, [source], target, assume_verified=True, id_attribute="", on_user=lambda _: None)

    ann, other = (json.loads(line) for line in target.read_text("utf-8").splitlines())
    assert ann == {
        "username": "ann@example.com",
        "attributes": {"email": "ann@example.com", "email_verified": "true"},
        "links": [{"provider": "Google", "user_id": "5"}],
    }
    assert other == {"username": "2", "status": "UNCONFIRMED"}
    assert found.lost_hashes == Counter({"unknown": 1})


@pytest.mark.parametrize("number", ["14155550132", "+1415555013212345", "+", "+1 415", ""])
def test_a_number_in_another_form_is_dropped_and_confirms_nobody(tmp_path: Path, number: str) -> None:
    source, target = tmp_path / "auth0.json", tmp_path / "users.jsonl"
    source.write_text(json.dumps({"user_id": "1", "phone_number": number, "phone_verified": True}))

    convert(System.AUTH0, [source], target, assume_verified=True, id_attribute="", on_user=lambda _: None)

    assert json.loads(target.read_text("utf-8")) == {"username": "1", "status": "UNCONFIRMED"}


@pytest.mark.parametrize(
    ("until", "enabled"),
    [("2999-01-01", False), ("2999-01-01T00:00:00+02:00", False), ("", False), ("2001-01-01", True), (None, True)],
)
def test_a_ban_ends_at_its_time(tmp_path: Path, until: str | None, enabled: bool) -> None:
    source = tmp_path / "rows.json"
    source.write_text(json.dumps({"id": "1", "banned_until": until}))

    (user,) = read_supabase([source])

    assert user.enabled is enabled


@pytest.mark.parametrize(
    ("text", "member", "found"),
    [
        ('{"a": 1}\n\n{"a": 2}\n', None, [{"a": 1}, {"a": 2}]),
        ('{"a": 1}\n{"users": []}\n', "users", [{"a": 1}, {"users": []}]),
        ('{"users": [{"a": 1}]}', "users", [{"a": 1}]),
        ('{"users": [{"a": 1}]}', None, [{"users": [{"a": 1}]}]),
        ('{\n"users": [{"a": 1},\n{"a": 2}]}', "users", [{"a": 1}, {"a": 2}]),
        ('[{"a": 1},\n {"a": 2}]', "users", [{"a": 1}, {"a": 2}]),
        ('{\n"a": 1}', None, [{"a": 1}]),
        ('{\n"a": 1}', "users", [{"a": 1}]),
        ("[]", None, []),
    ],
)
def test_documents_lists_and_lines_are_told_apart(tmp_path: Path, text: str, member: str | None, found: Any) -> None:
    path = tmp_path / "export.json"
    path.write_text(text)

    assert [*rows([path, path], member)] == found * 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}\n5\n', "line 2: export.json is not JSON, or has something else than objects"),
        ('[{"a": 1}, 5]', "line 2: export.json is not JSON, or has something else than objects"),
        ("{", "line 1: export.json is not JSON, or has something else than objects"),
        ("\udcff", "export.json is not UTF-8"),
    ],
)
def test_what_is_no_object_is_named_by_its_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(InvalidUserFile) as refused:
        [*rows([path])]

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("encoded", "algorithm"),
    [
        *((f"${version}$10${'a' * 53}", "BCRYPT") for version in ("2a", "2b", "2y")),
        (f"$2x$10${'a' * 53}", None),
        (f"$2b$10${'a' * 52}", None),
        (f"$2b$10${'a' * 54}", None),
        (f"$argon2id$v=19$m=1,t=2,p=3${SALT}${SALT}==", "ARGON2ID"),
        (f"$argon2i$v=19$m=1,t=2,p=3${SALT}${SALT}", None),
        (f"$scrypt$ln=14,r=8,p=1${SALT}${SALT}", "SCRYPT"),
        (f"$scrypt$ln=14,r=8${SALT}${SALT}", None),
        (f"$pbkdf2-sha256$i=1000,l=32${SALT}${SALT}", "PBKDF2_SHA256"),
        (f"$pbkdf2-sha256$1000${SALT}${SALT}", "PBKDF2_SHA256"),
        (f"$pbkdf2-sha512$1000${SALT}${SALT}", None),
        (f"x$pbkdf2-sha256$1000${SALT}${SALT}", None),
        ("", None),
    ],
)
def test_hashes_are_known_by_their_form(encoded: str, algorithm: str | None) -> None:
    assert algorithm_of(encoded) == algorithm


@pytest.mark.parametrize(
    ("encoded", "phc"),
    [
        ("scrypt$16384$salt$8$5$x$y", ("", "scrypt")),
        ("scrypt$1$salt$8$5$x", ("$scrypt$ln=0,r=8,p=5$c2FsdA$x", "")),
        ("scrypt$32768$salt$8$5$x==", ("$scrypt$ln=15,r=8,p=5$c2FsdA$x", "")),
        ("pbkdf2_sha256$x$salt$hash", ("", "pbkdf2_sha256")),
        ("plain", ("", "plain")),
    ],
)
def test_hashes_of_django_are_taken_apart(encoded: str, phc: tuple[str, str]) -> None:
    assert django.to_phc(encoded) == phc


@pytest.mark.parametrize(
    ("data", "algorithm"),
    [
        ({"algorithm": "argon2", "additionalParameters": {"type": ["id"], "version": ["1.0"]}}, "argon2"),
        ({"algorithm": "argon2", "additionalParameters": {"type": ["i"], "version": ["1.3"]}}, "argon2"),
        ({"algorithm": "argon2", "additionalParameters": None}, "argon2"),
        (["no object"], "unknown"),
        (None, "unknown"),
    ],
)
def test_hashes_of_keycloak_that_cognito_does_not_know_are_counted_by_their_name(data: Any, algorithm: str) -> None:
    assert keycloak.to_phc({"secretData": None, "credentialData": data}) == ("", algorithm)
