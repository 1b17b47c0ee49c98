"""`vestibule users convert`: what of other systems' exports is kept, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from typer.testing import CliRunner

from vestibule.cli import app
from vestibule.cognito.bulk_users.convert import django, keycloak
from vestibule.cognito.bulk_users.csv_cells import FORMULA_STARTS, protect, restore
from vestibule.cognito.bulk_users.files import CsvWriter, JsonLinesWriter, read_records
from vestibule.cognito.bulk_users.record import Link, UserRecord

SALT = "TmF0cml1bUNobG9y"
BCRYPT = "$2b$10$Uh2kINsMcpZffJy7mOkjO.IiJSo.Ls74unaeRRAqTnWGBrbdvAgPW"
ARGON2 = "$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaasaXtYnP0qqYt1x8"
SYSTEMS = ["auth0", "django", "firebase", "keycloak", "supabase"]


def convert(system: str, *files: object, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """The exit status and the output of a conversion of JSON documents to users.jsonl."""
    names = [f"export{number}.json" for number, _ in enumerate(files)]
    for name, content in zip(names, files, strict=True):
        Path(name).write_text(content if isinstance(content, str) else json.dumps(content))
    arguments = ["users", "convert", "--from", system, *names, "--output", "users.jsonl", "--force", *options]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def converted() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("users.jsonl").read_text().split("\n") if line]


def dumped(password: str, **fields: Any) -> dict[str, Any]:
    return {"model": "shop.customer", "pk": 5, "fields": {"email": "ann@example.com", "password": password} | fields}


class TestHashes:
    @pytest.mark.parametrize(
        ("encoded", "phc"),
        [
            (f"pbkdf2_sha256$1000$salt${SALT}=", f"$pbkdf2-sha256$i=1000$c2FsdA${SALT}"),
            (f"scrypt$16384$salt$8$5${SALT}", f"$scrypt$ln=14,r=8,p=5$c2FsdA${SALT}"),
            (f"argon2{ARGON2}", ARGON2),
            (f"bcrypt${BCRYPT}", BCRYPT),
        ],
    )
    def test_hashes_of_django_that_cognito_knows_are_rewritten(self, encoded: str, phc: str) -> None:
        assert django.to_phc(encoded) == (phc, "")

    @pytest.mark.parametrize(
        ("encoded", "name"),
        [
            (f"pbkdf2_sha1$1000$salt${SALT}", "pbkdf2_sha1"),
            (f"bcrypt_sha256${BCRYPT}", "bcrypt_sha256"),
            ("md5$salt$abc", "md5"),
            ("pbkdf2_sha256$broken", "pbkdf2_sha256"),
            ("!unusable", ""),
            ("", ""),
        ],
    )
    def test_other_hashes_of_django_are_counted_by_their_name(self, encoded: str, name: str) -> None:
        assert django.to_phc(encoded) == ("", name)
        assert convert("django", [dumped(encoded)], options=("--assume-verified",))[0] == 0
        assert "password_hash" not in converted()[0]

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ({"algorithm": "pbkdf2-sha256", "hashIterations": 27500}, (f"$pbkdf2-sha256$i=27500${SALT}${SALT}", "")),
            ({"algorithm": "pbkdf2-sha512", "hashIterations": 210000}, ("", "pbkdf2-sha512")),
            ({"algorithm": "argon2", "hashIterations": 5, "additionalParameters": {"type": ["i"]}}, ("", "argon2")),
            ({}, ("", "unknown")),
        ],
    )
    def test_hashes_of_keycloak(self, data: dict[str, Any], expected: tuple[str, str]) -> None:
        secret = json.dumps({"value": SALT, "salt": SALT})

        assert keycloak.to_phc({"secretData": secret, "credentialData": json.dumps(data)}) == expected


class TestOwnership:
    """Who never proved an address gets neither its account nor links to it."""

    def test_users_without_a_verified_address_are_unconfirmed_and_unlinked(self) -> None:
        identity = {"identityProvider": "google", "userId": "1"}
        user = {
            "username": "ann",
            "email": "ann@example.com",
            "emailVerified": False,
            "federatedIdentities": [identity],
        }

        assert "1 user never proved an address" in convert("keycloak", {"users": [user]})[1]

        (record,) = converted()
        assert record["status"] == "UNCONFIRMED"
        assert record["attributes"]["email_verified"] == "false"
        assert "links" not in record

    def test_a_verified_number_confirms_a_user_too(self) -> None:
        convert("supabase", {"id": "1", "phone": "14155550132", "phone_confirmed_at": "2024-01-01", "email": ""})

        (record,) = converted()
        assert record.get("status", "CONFIRMED") == "CONFIRMED"
        assert record["attributes"] == {"phone_number": "+14155550132", "phone_number_verified": "true"}

    def test_addresses_that_allauth_has_not_verified_are_not(self) -> None:
        address = {"model": "account.emailaddress", "pk": 1, "fields": {"email": "ann@example.com", "verified": False}}

        convert("django", [dumped(f"bcrypt${BCRYPT}"), address])
        assert converted()[0]["status"] == "UNCONFIRMED"

        convert("django", [dumped(f"bcrypt${BCRYPT}")], options=("--assume-verified",))
        assert converted()[0].get("status", "CONFIRMED") == "CONFIRMED"

    @pytest.mark.parametrize(
        ("system", "export"),
        [
            ("auth0", {"user_id": "auth0|1", "email": "ann@example.com", "blocked": True}),
            ("django", [dumped("!", is_active=False)]),
            ("firebase", {"users": [{"localId": "1", "email": "ann@example.com", "disabled": True}]}),
            ("keycloak", {"users": [{"username": "ann", "email": "ann@example.com", "enabled": False}]}),
            ("supabase", {"id": "1", "email": "ann@example.com", "banned_until": "2999-01-01T00:00:00Z"}),
        ],
    )
    def test_blocked_users_stay_blocked(self, system: str, export: object) -> None:
        assert convert(system, export)[0] == 0

        assert converted()[0]["enabled"] is False

    def test_accounts_of_nobody_are_left_out(self) -> None:
        convert("keycloak", {"users": [{"username": "service-account-x", "serviceAccountClientId": "x"}]})
        assert converted() == []

        convert("firebase", {"users": [{"localId": "anonymous"}]})
        assert converted() == []

        convert("supabase", {"id": "1", "is_anonymous": True})
        assert converted() == []


class TestRefusals:
    @pytest.mark.parametrize("system", SYSTEMS)
    @pytest.mark.parametrize("export", ["", "nonsense", "[1]", '"text"', "null", "[" * 100_000, '{"a": '])
    def test_what_is_no_export_leaves_no_file(self, system: str, export: str) -> None:
        status, output = convert(system, export)

        assert status in (0, 2)
        assert "Traceback" not in output
        assert status == 2 or converted() == []

    @pytest.mark.parametrize(
        ("system", "export"),
        [
            ("django", [{"model": "auth.user", "fields": {"password": {"a": 1}}}, {"model": "auth.group"}]),
            ("firebase", {"users": [{"email": "ann@example.com"}]}),
            ("keycloak", {"users": [{"email": "ann@example.com"}]}),
            ("supabase", {"email": "ann@example.com", "secret": "do-not-show"}),
            ("auth0", {"_id": {"other": 1}, "passwordHash": "do-not-show"}),
        ],
    )
    def test_an_export_of_another_form_is_refused_without_quoting_it(self, system: str, export: object) -> None:
        status, output = convert(system, export)

        assert status == 2
        assert f"not an export of {system}" in output
        assert "do-not-show" not in output

    def test_an_existing_file_stays(self) -> None:
        Path("users.jsonl").write_text("precious")
        Path("export.json").write_text("[]")

        result = CliRunner().invoke(
            app, ["users", "convert", "--from", "django", "export.json", "--output", "users.jsonl"]
        )

        assert result.exit_code == 2
        assert Path("users.jsonl").read_text() == "precious"


NAMES = st.sampled_from(["email", "name", "custom:team", "address"])
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
RECORDS = st.builds(
    UserRecord,
    username=TEXT,
    status=st.sampled_from(["CONFIRMED", "UNCONFIRMED"]),
    enabled=st.booleans(),
    attributes=st.dictionaries(NAMES, TEXT),
    groups=st.lists(TEXT, max_size=2),
    links=st.lists(st.builds(Link, provider=TEXT, user_id=TEXT), max_size=2),
)


class TestFiles:
    @given(st.text())
    def test_every_cell_is_read_as_it_was_and_is_no_formula(self, value: str) -> None:
        assert restore(protect(value)) == value
        assert not protect(value).startswith(FORMULA_STARTS[:-1])

    @given(st.lists(RECORDS, max_size=3))
    def test_users_are_read_as_they_were_written(self, records: list[UserRecord]) -> None:
        columns = ["email", "name", "custom:team", "address"]
        for name, writer in (("users.csv", CsvWriter(columns)), ("users.jsonl", JsonLinesWriter())):
            path = Path(name)
            path.write_bytes((writer.header() + "".join(map(writer.line, records))).encode())

            assert [record for _, record in read_records(path)] == records


def test_a_name_that_is_no_unicode_stops_no_conversion() -> None:
    """JSON can have half of a surrogate pair. The import refuses the user, or leaves them out."""
    users = [
        {"user_id": f"auth0|{name}", "email": f"{name}@example.com", "email_verified": True, "name": f"{name}\ud800"}
        for name in ("ann", "bob")
    ]

    assert convert("auth0", "\n".join(map(json.dumps, users)))[0] == 0
    assert [user["attributes"]["name"] for user in converted()] == ["ann\ud800", "bob\ud800"]


def test_a_line_separator_of_unicode_is_part_of_a_name() -> None:
    rows = [{"user_id": f"auth0|{number}", "email": f"{number}@example.com", "name": "A\u2028B"} for number in (1, 2)]

    status, _ = convert("auth0", "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))

    assert status == 0
    assert [record["attributes"]["name"] for record in converted()] == ["A\u2028B", "A\u2028B"]
