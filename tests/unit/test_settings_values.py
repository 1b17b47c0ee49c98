"""Values at the edge of what each setting accepts, and what follows from a setting or overrides it."""

from pathlib import Path

import pytest

from tests.unit.settings_cases import POOL, SAFE, SECRET, clean_environment, faults, load
from vestibule.settings import SettingsError, load_settings, read_env_file
from vestibule.settings.secret_strength import is_guessable

PROXIES, ENDPOINT, LOGO = "TRUSTED_PROXIES", "COGNITO_ENDPOINT_URL", "BRAND_LOGO_URL"
LOCAL = {ENDPOINT: "http://cognito:9229"}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("name", "values"),
    {
        "BRAND_NAME": ["\x7f", "a\x1fb"],
        "BRAND_ACCENT": ["#1234", "123456", "#fff\n#000"],
        LOGO: [
            "/" + "x" * 16_384,
            "/a b.svg",
            "/a\x01b",
            "/\\evil.example/x",
            "https:///x.png",
            "ftp://acme.example/x",
        ],
        ENDPOINT: ["https://", "http://[::1", "https://cognito.example.com?x=1", "https://cognito.example.com#x"],
        "APP_URL": ["https://user@app.example.com", "ftp://app.example.com", "app.example.com"],
        "ADDITIONAL_POOLS": [
            "eu-west-1_Other",
            "eu-west-1_Other:",
            "eu-west-1_Other:a:b-c",
            "eu-west-1_A:b,other",
            "eu-west-1_A:b,eu-west-1_A:c",
            f"{POOL['COGNITO_USER_POOL_ID']}:b",
        ],
        "COGNITO_CLIENT_ID": ["x" * 129],
        "STORE_URL": ["sqlite:///data#x", "sqlite:///data\x00x", "valkey://:1", "rediss://"],
        "MFA_METHODS": ["totp,fax"],
        "FIRST_FACTORS": ["passwords"],
        "PASSWORD_REQUIRES": ["digits"],
        "STORE_FAILURE": ["shut"],
    }.items(),
)
def test_values_that_are_nearly_valid_are_refused(values: list[str], name: str) -> None:
    for value in values:
        Path("value").write_text(value)
        variables = {key: text for key, text in POOL.items() if key != name} | {f"{name}_FILE": "value"}
        Path(".env").write_text("".join(f"{key}={text}\n" for key, text in variables.items()))

        with pytest.raises(SettingsError, match=rf"(?s)^The settings cannot be used:\n  {name}: [^\n]*$"):
            load_settings()


@pytest.mark.parametrize(
    ("name", "value", "attribute", "expected"),
    [
        ("BRAND_NAME", f" {'x' * 60} ", "brand_name", "x" * 60),
        ("BRAND_ACCENT", " #fA0 ", "brand_accent", "#fA0"),
        (LOGO, "/" + "x" * 16_383, "brand_logo_url", "/" + "x" * 16_383),
        (LOGO, "data:image/png;base64,AA==", "brand_logo_url", "data:image/png;base64,AA=="),
        ("COGNITO_CLIENT_ID", "x" * 128, "client_id", "x" * 128),
        ("STORE_URL", "valkey://store", "store_is_durable", True),
        ("STORE_URL", "memory://", "store_is_durable", False),
        ("STORE_FAILURE", "closed", "closed_on_store_failure", True),
        ("STORE_FAILURE", "open", "closed_on_store_failure", False),
        ("LOG_LEVEL", "warning", "log_level", "WARNING"),
        ("LOG_FORMAT", "json", "json_logs", True),
        ("LOG_FORMAT", "console", "json_logs", False),
        ("API_DOCS", "OFF", "serves_docs", False),
        ("COOKIE_SECURE", "ON", "secure_cookies", True),
        ("MAIL_FROM", "a@EXAMPLE.com", "mail_sender", "a@example.com"),
        (ENDPOINT, "https://cognito-idp-fips.eu-west-1.amazonaws.com", "is_local_cognito", False),
        (ENDPOINT, "http://cognito:9229/", "cognito_url", "http://cognito:9229"),
        (ENDPOINT, "http://cognito:9229", "is_local_cognito", True),
        ("COGNITO_DOMAIN", "http://localhost:9229", "cognito_domain_api", "http://localhost:9229"),
        ("RESOURCE_URL", "https://api.example.com/v1", "resource_origin", "https://api.example.com"),
        ("RESOURCE_URL", "https://api.example.com/v1", "resource_path", "/v1"),
    ],
)
def test_value_is_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, attribute: str, expected: object
) -> None:
    assert getattr(load(monkeypatch, POOL | {name: value}), attribute) == expected


def test_what_is_not_set_has_the_default_of_development(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, POOL)

    assert (settings.is_production, settings.secure_cookies, settings.json_logs) == (False, False, False)
    assert (settings.serves_docs, settings.store_is_durable, settings.is_local_cognito) == (True, True, False)
    assert settings.cognito_url == "https://cognito-idp.eu-west-1.amazonaws.com"
    assert settings.login_provider == "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123"
    assert (settings.cognito_domain_api, settings.identity_pool_endpoint, settings.identity_pool_region) == (
        None,
        None,
        "",
    )
    assert (settings.resource_path, settings.resource_origin, settings.resource_metadata_url) == ("", None, None)
    assert settings.mail_sender == "no-reply@localhost"


def test_defaults_of_production_can_be_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, SAFE | {"LOG_FORMAT": "console", "API_DOCS": "on"})

    assert (settings.json_logs, settings.serves_docs) == (False, True)


def test_domain_elsewhere_is_called_by_its_own_url(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, POOL | LOCAL | {"COGNITO_DOMAIN": "my-app"}).cognito_domain_api == (
        "https://my-app.auth.eu-west-1.amazoncognito.com"
    )


@pytest.mark.parametrize(
    ("endpoint", "keys"), [("", "https://cognito-idp.us-east-1.amazonaws.com"), (LOCAL[ENDPOINT], LOCAL[ENDPOINT])]
)
def test_additional_pool_has_its_own_region_keys_and_clients(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, keys: str
) -> None:
    pools = {ENDPOINT: endpoint, "ADDITIONAL_POOLS": "us-east-1_Other:one:two"}

    own, other = load(monkeypatch, POOL | pools).trusted_pools

    assert (own.issuer.rpartition("/")[2], own.client_ids) == ("eu-west-1_AbCdEf123", ("abc123",))
    assert other.issuer == "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other"
    assert other.jwks_url == f"{keys}/us-east-1_Other/.well-known/jwks.json"
    assert other.client_ids == ("one", "two")


class TestProductionBounds:
    @pytest.mark.parametrize("networks", ["8.0.0.0/8", "8.0.0.0/9,9.0.0.0/9,10.0.0.0/8", "2600::/16", "fe80::/10"])
    def test_one_large_network_of_proxies_is_accepted(self, monkeypatch: pytest.MonkeyPatch, networks: str) -> None:
        assert load(monkeypatch, SAFE | {PROXIES: networks})

    def test_private_network_mapped_into_ipv6_is_accepted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert load(monkeypatch, SAFE | {PROXIES: "::ffff:10.0.0.0/104"})

    @pytest.mark.parametrize("networks", ["8.0.0.0/8,12.0.0.1", "2600::/15", "::ffff:8.0.0.0/103"])
    def test_more_than_that_is_refused(self, monkeypatch: pytest.MonkeyPatch, networks: str) -> None:
        assert [line.partition(":")[0] for line in faults(monkeypatch, SAFE | {PROXIES: networks})] == [PROXIES]

    def test_each_accepted_secret_key_must_be_strong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        (line,) = faults(monkeypatch, SAFE | {"ACCEPTED_SECRET_KEYS": f"{SECRET[::-1]},short"})

        assert line.startswith("ACCEPTED_SECRET_KEYS: production ")
        assert load(monkeypatch, SAFE | {"ACCEPTED_SECRET_KEYS": SECRET[::-1]})

    @pytest.mark.parametrize(
        ("secret", "guessable"),
        [
            (SECRET, False),
            (SECRET[:31], True),
            (SECRET[:10] + SECRET[9] * 30, False),
            (SECRET[:9] + SECRET[8] * 31, True),
            ("aAbBcCdDeEfFgGhHiI" + "i" * 20, True),
            (SECRET[:16] * 2, True),
        ],
    )
    def test_secret_needs_length_and_variety(self, secret: str, guessable: bool) -> None:
        assert is_guessable(secret) is guessable


class TestFaultsOfSeveralSettings:
    @pytest.mark.parametrize("name", ["COGNITO_CLIENT_ID", "COGNITO_USER_POOL_ID"])
    @pytest.mark.parametrize("value", ["a b", ""])
    def test_contradiction_is_reported_beside_an_unusable_id(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        workers = {"API_WORKERS": "2", "STORE_URL": "memory://", "COGNITO_REGION": "eu-west-1"}

        lines = faults(monkeypatch, POOL | workers | {name: value})

        assert sorted(line.partition(":")[0] for line in lines) == ["API_WORKERS", name]
        if not value:
            assert any(line.startswith(f"{name}: is missing; the AWS console shows it under ") for line in lines)

    @pytest.mark.parametrize(("name", "refused"), [("APPURL", True), ("APURL", False)])
    def test_short_names_are_not_misspelt_ones(self, monkeypatch: pytest.MonkeyPatch, name: str, refused: bool) -> None:
        Path(".env").write_text(f"{name}=x\n")

        if refused:
            assert faults(monkeypatch, POOL) == [f"{name}: is not a setting; APP_URL is"]
        else:
            assert load(monkeypatch, POOL)


class TestEnvFile:
    def test_values_that_are_not_empty_are_read(self) -> None:
        Path("env").write_text("\ufeffA=1\nB=\nC\nD=caf\u00e9\n", encoding="utf-8")

        assert read_env_file(Path("env")) == {"A": "1", "D": "caf\u00e9"}
        assert read_env_file(Path("gone")) == {}

    def test_ascii_in_utf_16_which_is_valid_utf_8_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("A=1\n", encoding="utf-16-le")

        (line,) = faults(monkeypatch, POOL)
        assert line.startswith(".env: is not UTF-8")
        with pytest.raises(SettingsError, match=r"^\.env: is not UTF-8"):
            read_env_file(Path(".env"))
