"""The lines of an import's CSV file, and the password hashes in them."""

import base64
import hashlib
from typing import Any

import bcrypt
import pytest

from local_cognito.crypto import imported_hashes
from local_cognito.model import import_csv
from local_cognito.model.import_csv import RowError
from local_cognito.model.pools import Pool

SETTINGS: Any = {
    "PoolName": "test",
    "AutoVerifiedAttributes": ["email", "phone_number"],
    "Schema": [{"Name": "team", "AttributeDataType": "String"}],
}
POOL = Pool("us-east-1_Test", SETTINGS, {}, 0, 0)
HEADER = import_csv.header(POOL)
ROW = {"cognito:username": "ada", "cognito:mfa_enabled": "FALSE", "email": "a@b", "email_verified": "TRUE"}
BCRYPT = f"$2b$04${53 * 'a'}"
SALT = base64.b64encode(b"sixteen bytes!!!").decode().rstrip("=")


def line(**values: str) -> str:
    row = ROW | {name.replace("__", ":"): value for name, value in values.items()}
    return ",".join(row.get(name, "") for name in HEADER)


class TestHeader:
    def test_the_header_names_every_attribute_and_the_user(self) -> None:
        assert HEADER[-3:] == ["custom:team", "cognito:mfa_enabled", "cognito:username"]
        assert HEADER[:4] == ["name", "given_name", "family_name", "middle_name"]
        assert {"birthdate", "email_verified", "phone_number_verified", "updated_at", "address"} < set(HEADER)
        assert len(HEADER) == 22

    def test_columns_come_in_any_order(self) -> None:
        assert import_csv.hash_column(POOL, HEADER[::-1], None) is None
        assert import_csv.hash_column(POOL, ["hash", *HEADER], "BCRYPT") == "hash"

    @pytest.mark.parametrize(
        ("columns", "algorithm"),
        [
            (HEADER[1:], None),
            ([*HEADER, "hash"], None),
            (HEADER, "BCRYPT"),
            ([*HEADER, "hash", "salt"], "BCRYPT"),
            ([*HEADER, "name"], None),
            ([*HEADER[1:], "hash"], "BCRYPT"),
            ([*HEADER, "hash", "hash"], "BCRYPT"),
        ],
    )
    def test_other_columns_are_refused(self, columns: list[str], algorithm: str | None) -> None:
        with pytest.raises(RowError, match="header"):
            import_csv.hash_column(POOL, columns, algorithm)


class TestRows:
    def test_a_row_has_the_users_attributes(self) -> None:
        text = line(name=r"Lee\, Ann", birthdate="02/28/1990", custom__team="blue", phone_number="+1")

        user = import_csv.parse(POOL, HEADER, text, None)

        assert (user.username, user.mfa_enabled, user.password_hash) == ("ada", False, None)
        assert user.attributes == {
            "name": "Lee, Ann",
            "birthdate": "1990-02-28",
            "custom:team": "blue",
            "phone_number": "+1",
            "email": "a@b",
            "email_verified": "true",
        }

    @pytest.mark.parametrize(
        "flags", [{"email_verified": "true"}, {"email_verified": "", "phone_number_verified": "True"}]
    )
    def test_one_address_is_verified_in_any_case_of_letters(self, flags: dict[str, str]) -> None:
        user = import_csv.parse(POOL, HEADER, line(**flags), None)

        assert [value for name, value in user.attributes.items() if name.endswith("_verified")] == ["true"]

    def test_a_user_with_mfa_has_a_phone_number(self) -> None:
        text = line(cognito__mfa_enabled="TRUE", phone_number="+1")

        assert import_csv.parse(POOL, HEADER, text, None).mfa_enabled is True

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"cognito__username": ""}, "no valid username"),
            ({"cognito__username": "a b"}, "no valid username"),
            ({"cognito__username": "x" * 129}, "no valid username"),
            ({"email_verified": "FALSE"}, "auto verified"),
            ({"email_verified": ""}, "auto verified"),
            ({"email_verified": "yes"}, "neither TRUE nor FALSE"),
            ({"phone_number_verified": "1"}, "neither TRUE nor FALSE"),
            ({"cognito__mfa_enabled": ""}, "neither TRUE nor FALSE"),
            ({"cognito__mfa_enabled": "TRUE"}, "no phone number"),
            ({"birthdate": "1990-02-28"}, "mm/dd/yyyy"),
            ({"birthdate": "02/30/1990"}, "mm/dd/yyyy"),
            ({"name": "a,b"}, "as many values"),
            ({"name": "x" * 16_001}, "too long"),
        ],
    )
    def test_a_row_that_cannot_be_imported_says_why(self, values: dict[str, str], message: str) -> None:
        with pytest.raises(RowError, match=message):
            import_csv.parse(POOL, HEADER, line(**values), None)

    def test_a_row_has_at_most_16000_characters_and_a_username_128(self) -> None:
        longest = 16_000 - len(line(cognito__username="x" * 128))

        assert import_csv.parse(POOL, HEADER, line(cognito__username="x" * 128, name="x" * longest), None)
        with pytest.raises(RowError, match="too long"):
            import_csv.parse(POOL, HEADER, line(cognito__username="x" * 128, name="x" * (longest + 1)), None)

    def test_a_row_may_have_a_hash_of_the_jobs_algorithm(self) -> None:
        columns = ["hash", *HEADER]

        assert import_csv.parse(POOL, columns, f"{BCRYPT},{line()}", "BCRYPT").password_hash == BCRYPT
        assert import_csv.parse(POOL, columns, f",{line()}", "BCRYPT").password_hash is None
        with pytest.raises(RowError, match="not a SCRYPT hash"):
            import_csv.parse(POOL, columns, f"{BCRYPT},{line()}", "SCRYPT")


def scrypt(cost: int, block: int, parallel: int) -> str:
    return f"$scrypt$ln={cost},r={block},p={parallel}${SALT}${SALT}"


def argon2(kibibytes: int, passes: int) -> str:
    return f"$argon2id$v=19$m={kibibytes},t={passes},p=1${SALT}${SALT}"


def pbkdf2(iterations: int) -> str:
    return f"$pbkdf2-sha256$i={iterations}${SALT}${SALT}"


AFFORDABLE = [
    ("BCRYPT", f"$2a$04${53 * 'a'}"),
    ("BCRYPT", f"$2y$16${53 * 'a'}"),
    ("SCRYPT", scrypt(1, 1, 1)),
    ("SCRYPT", scrypt(18, 8, 1)),
    ("ARGON2ID", argon2(1024 * 1024, 64)),
    ("PBKDF2_SHA256", pbkdf2(1)),
    ("PBKDF2_SHA256", pbkdf2(10_000_000)),
]
TOO_COSTLY = [
    ("BCRYPT", f"$2b$03${53 * 'a'}"),
    ("BCRYPT", f"$2b$17${53 * 'a'}"),
    ("SCRYPT", scrypt(0, 1, 1)),
    ("SCRYPT", scrypt(1, 0, 1)),
    ("SCRYPT", scrypt(1, 1, 0)),
    ("SCRYPT", scrypt(18, 9, 1)),
    ("SCRYPT", scrypt(12, 513, 1)),
    ("SCRYPT", scrypt(19, 8, 1)),
    ("ARGON2ID", argon2(1024 * 1024 + 1, 1)),
    ("ARGON2ID", argon2(64, 65)),
    ("PBKDF2_SHA256", pbkdf2(0)),
    ("PBKDF2_SHA256", pbkdf2(10_000_001)),
]


class TestHashes:
    @pytest.mark.parametrize(("algorithm", "encoded"), AFFORDABLE)
    def test_a_hash_of_affordable_cost_is_valid(self, algorithm: str, encoded: str) -> None:
        assert imported_hashes.is_valid(algorithm, encoded) is True

    @pytest.mark.parametrize(("algorithm", "encoded"), TOO_COSTLY)
    def test_a_hash_whose_verification_would_take_too_long_is_not_valid(self, algorithm: str, encoded: str) -> None:
        assert imported_hashes.is_valid(algorithm, encoded) is False

    @pytest.mark.parametrize("broken", [f"{SALT}$=", f"=${SALT}", f"{SALT}$a", f"a${SALT}"])
    def test_salt_and_hash_are_base64(self, broken: str) -> None:
        assert imported_hashes.is_valid("PBKDF2_SHA256", f"$pbkdf2-sha256$i=1${broken}") is False
        assert imported_hashes.verify(f"$pbkdf2-sha256$i=1${SALT}$a", "x") in (False, None)

    def test_bcrypt_reads_72_bytes_of_a_password(self) -> None:
        encoded = bcrypt.hashpw(b"x" * 72, bcrypt.gensalt(4)).decode()

        assert imported_hashes.verify(encoded, "x" * 73) is True
        assert imported_hashes.verify(encoded, "x" * 71) is False

    def test_scrypt_gets_the_memory_that_its_cost_needs(self) -> None:
        salt, cost = b"sixteen bytes!!!", 15  # 32 MB: more than OpenSSL's limit
        found = hashlib.scrypt(b"x", salt=salt, n=2**cost, r=8, p=1, maxmem=2**26, dklen=32)
        encoded = f"$scrypt$ln={cost},r=8,p=1${SALT}${base64.b64encode(found).decode().rstrip('=')}"

        assert imported_hashes.verify(encoded, "x") is True

    def test_a_hash_of_no_known_encoding_is_not_verified(self) -> None:
        assert imported_hashes.verify("$argon2i$v=19$m=64,t=1,p=1$a$a", "x") is None
        assert imported_hashes.verify(f"$2b$04${53 * '.'}", "x") is False
        assert imported_hashes.verify(f"$argon2id$v=19$m=1,t=1,p=1${SALT}${SALT}", "x") is False
