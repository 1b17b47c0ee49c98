"""Keys of pool.toml that contradict each other: the whole text of each fault, and the nearest file that has none."""

from pathlib import Path

import pytest

from tests.provisioning.contradictions import CASES, PASSKEYS, PHONE, PLUS, SES, TRIGGER
from vestibule.pool_file import PoolFileError, SecretReference, SecretUnavailable, parse_pool_file

MINIMAL = 'name = "p"\n[clients.web]\n'


def faults(text: str) -> list[str]:
    """The faults of a file with this text beside its least content. Lines before the first table are the file's own."""
    head, _, tables = text.partition("[") if not text.startswith("[") else ("", "", text[1:])
    try:
        parse_pool_file(f"{head}{MINIMAL}[{tables}" if tables else f"{head}{MINIMAL}", local=False)
    except PoolFileError as error:
        return str(error).split("\n")
    return []


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_contradiction_is_named_and_its_neighbour_is_valid(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def provider(name: str, kind: str, more: str = "") -> str:
    return f"[providers.{name}]\ntype = '{kind}'\nattribute_mapping = {{ email = 'email' }}\n{more}"


OAUTH = "client_id = 'i'\nclient_secret = { env = 'S' }\nscopes = ['openid']\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (provider("G", "Google", OAUTH), ["providers.G: a provider of type Google is named Google"]),
        (provider("Facebook", "Facebook", OAUTH), []),
        (provider("Any", "OIDC", f"{OAUTH}issuer = 'https://a'"), []),
        (
            provider("Any", "OIDC", f"{OAUTH}issuer = 'https://a/'"),
            ["providers.Any.issuer: must not end with a slash"],
        ),
        (provider("Any", "SAML", "metadata_file = 'm.xml'"), []),
        (provider("Any", "SAML", "metadata_url = 'https://a/'"), []),
        (provider("Any", "SAML"), ["providers.Any: has either metadata_url or metadata_file"]),
        (
            provider("Any", "SAML", "metadata_url = 'https://a/'\nmetadata_file = 'm.xml'"),
            ["providers.Any: has either metadata_url or metadata_file"],
        ),
        (provider("Any", "OIDC", f"{OAUTH}issuer = 'https://a'\n") + "[clients.a]\nproviders = ['Any']\n", []),
    ],
)
def test_provider_is_complete_and_rightly_named(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


LITE = {
    "sign_in.first_auth_factors": f"{SES}[sign_in]\nfirst_auth_factors = ['PASSWORD', 'EMAIL_OTP']",
    "mfa.email": f"{SES}{PHONE}[mfa]\nmode = 'ON'\nemail = true",
    "mfa.passkeys": PASSKEYS,
    "sessions": "[sessions]",
    "password_policy.history_size": "[password_policy]\nhistory_size = 1",
    "triggers.pre_token_generation.version": f"[triggers.pre_token_generation]\narn = '{TRIGGER}'",
    "domain.managed_login_version": "[domain]\nprefix = 'a'",
}


@pytest.mark.parametrize("key", LITE)
def test_plan_lite_lacks_it(key: str) -> None:
    assert faults(f"tier = 'LITE'\n{LITE[key]}\n") == [f'{key}: needs tier = "ESSENTIALS"']
    assert faults(LITE[key]) == faults(f"{PLUS}{LITE[key]}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[sessions]\ntracking = false",
        "[password_policy]\nhistory_size = 0",
        f"[triggers.pre_token_generation]\narn = '{TRIGGER}'\nversion = 'V1_0'",
        "[domain]\nprefix = 'a'\nmanaged_login_version = 1",
    ],
)
def test_plan_lite_has_the_rest(text: str) -> None:
    assert faults(f"tier = 'LITE'\n{text}\n") == []


def message(part: str, en: str, fr: str, name: str = "mfa") -> str:
    parts = {"subject": ("a", "b"), "email": ("{username}{####}",) * 2, part: (en, fr)}
    lines = [f"{key} = {{ en = '{texts[0]}', fr = '{texts[1]}' }}" for key, texts in parts.items()]
    return f"[messages.{name}]\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("part", "limit", "separator"), [("subject", 140, 3), ("sms", 140, 3), ("email", 20_000, len("<br><br>\n"))]
)
@pytest.mark.parametrize("name", ["verification", "mfa"])
def test_both_languages_together_have_a_limit(part: str, limit: int, separator: int, name: str) -> None:
    code, longest = "{####}", limit - 12 - separator

    assert faults(message(part, code + "a" * longest, code, name)) == []
    assert faults(message(part, code + "a" * (longest + 1), code, name)) == [
        f"messages.{name}.{part}: both languages together have {limit + 1} characters, over {limit}"
    ]


@pytest.mark.parametrize(
    ("name", "part", "en", "fr", "needed"),
    [
        ("mfa", "email", "a", "{####}", "{####}"),
        ("mfa", "sms", "{####}", "b", "{####}"),
        ("verification", "email", "{username}", "{username}", "{####}"),
        ("invitation", "email", "{####}", "{username}{####}", "{username}"),
        ("invitation", "sms", "a", "b", "{username} and {####}"),
        ("mfa", "subject", "a", "b", None),
        ("invitation", "sms", "{username}{####}", "{####}{username}", None),
    ],
)
def test_each_language_needs_the_code(name: str, part: str, en: str, fr: str, needed: str | None) -> None:
    expected = [f"messages.{name}.{part}: each language needs {needed}"] if needed else []

    assert faults(message(part, en, fr, name)) == expected


class TestSecrets:
    def test_secret_comes_from_a_variable_a_file_or_the_local_table(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text(" from the file\n", "utf-8")

        assert SecretReference(env="S").read({"S": "from the variable"}, tmp_path) == "from the variable"
        assert SecretReference(file="secret").read({}, tmp_path) == "from the file"
        assert SecretReference(value="local").read({}, tmp_path) == "local"

    @pytest.mark.parametrize("environment", [{}, {"S": ""}])
    def test_missing_variable_is_named(self, environment: dict[str, str], tmp_path: Path) -> None:
        with pytest.raises(SecretUnavailable, match="the environment variable S is not set"):
            SecretReference(env="S").read(environment, tmp_path)

    def test_unreadable_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_bytes(b"\xff\xfe\xfd")

        for name, reason in (("missing", "No such file or directory"), ("secret", "is not UTF-8")):
            with pytest.raises(SecretUnavailable) as caught:
                SecretReference(file=name).read({}, tmp_path)
            assert str(caught.value) == f"{tmp_path / name}: {reason}"

    def test_reference_that_names_nothing_or_two_places_is_refused(self) -> None:
        for reference in ("{}", "{ env = 'A', file = 'b' }"):
            text = provider("Google", "Google", OAUTH.replace("{ env = 'S' }", reference))

            assert faults(text) == [
                (
                    'providers.Google.client_secret: names either a variable, { env = "NAME" }, or a file, '
                    '{ file = "path" }'
                )
            ]

    def test_secret_itself_is_for_the_local_table(self) -> None:
        text = provider("Google", "Google", OAUTH.replace("env", "value"))

        assert faults(text) == ["providers.Google.client_secret.value: is for [local] only; name a variable or a file"]
