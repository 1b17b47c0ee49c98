"""Settings: what is derived from them, and which values are refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.unit.settings_cases import POOL, SECRET, clean_environment, faults, load


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


class TestDerived:
    def test_region_issuer_and_key_url_are_derived_from_the_pool(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL)

        cognito = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123"
        assert settings.cognito_region == "eu-west-1"
        assert settings.cognito_issuer == cognito
        assert settings.cognito_jwks_url == f"{cognito}/.well-known/jwks.json"

    @pytest.mark.parametrize(
        ("endpoint", "expected"),
        [
            ("", "https://cognito-identity.us-west-2.amazonaws.com"),
            ("https://cognito-idp-fips.eu-west-1.amazonaws.com", "https://cognito-identity.us-west-2.amazonaws.com"),
            ("http://cognito:9229", "http://cognito:9229"),
        ],
    )
    def test_identity_pool_has_its_own_region_and_local_cognitos_endpoint(
        self, monkeypatch: pytest.MonkeyPatch, endpoint: str, expected: str
    ) -> None:
        identity_pool = {"COGNITO_IDENTITY_POOL_ID": "us-west-2:11111111-2222-4333-8444-555555555555"}

        settings = load(monkeypatch, POOL | identity_pool | {"COGNITO_ENDPOINT_URL": endpoint})

        assert settings.identity_pool_url == expected

    def test_issuer_does_not_depend_on_the_endpoint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"COGNITO_ENDPOINT_URL": "http://localhost:9229/"})

        assert settings.cognito_issuer.startswith("https://cognito-idp.eu-west-1.amazonaws.com/")
        assert settings.cognito_jwks_url == "http://localhost:9229/eu-west-1_AbCdEf123/.well-known/jwks.json"

    @pytest.mark.parametrize(
        ("domain", "url"),
        [
            ("my-app", "https://my-app.auth.eu-west-1.amazoncognito.com"),
            ("auth.example.com", "https://auth.example.com"),
            ("https://auth.example.com/", "https://auth.example.com"),
            ("http://localhost:9229", "http://localhost:9229"),
            ("http://127.0.0.1:9229", "http://127.0.0.1:9229"),
        ],
    )
    def test_domain_may_be_a_prefix_a_host_name_or_a_url(
        self, monkeypatch: pytest.MonkeyPatch, domain: str, url: str
    ) -> None:
        assert load(monkeypatch, POOL | {"COGNITO_DOMAIN": domain}).cognito_domain == url

    def test_api_calls_the_local_domain_where_it_calls_local_cognito(self, monkeypatch: pytest.MonkeyPatch) -> None:
        local = {"COGNITO_DOMAIN": "http://localhost:9229", "COGNITO_ENDPOINT_URL": "http://cognito:9229"}

        assert load(monkeypatch, POOL | local).cognito_domain_api == "http://cognito:9229"

    def test_lists_are_separated_by_commas(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"COGNITO_CLIENT_ID": "ours, other ,", "TRUSTED_PROXIES": "10.0.0.0/8,::1"})

        assert (settings.client_id, settings.cognito_client_id) == ("ours", ("ours", "other"))
        assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]

    def test_env_file_is_read_and_the_environment_overrides_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("COGNITO_CLIENT_ID=file\nLOG_LEVEL=debug\nSOMETHING_ELSE=1\n")

        settings = load(monkeypatch, POOL)

        assert (settings.client_id, settings.log_level) == ("abc123", "DEBUG")

    def test_settings_are_frozen_and_hide_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"SECRET_KEY": SECRET, "COGNITO_CLIENT_SECRET": "s3cret"})

        with pytest.raises(ValidationError):
            settings.api_port = 1
        assert SECRET not in repr(settings)
        assert "s3cret" not in repr(settings)


class TestFaults:
    def test_each_fault_is_one_readable_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lines = faults(monkeypatch, {"API_PORT": "70000", "RATE_LIMITS": "perhaps", "CORS_ORIGINS": "*"})

        named = {line.partition(":")[0] for line in lines}
        assert named == {"COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "API_PORT", "RATE_LIMITS", "CORS_ORIGINS"}
        assert len(lines) == 5

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("COGNITO_USER_POOL_ID", "nonsense"),
            ("COGNITO_USER_POOL_ID", "eu-west-1_Ab/../x"),
            ("COGNITO_CLIENT_ID", " , "),
            ("COGNITO_CLIENT_ID", "a b"),
            ("COGNITO_ENDPOINT_URL", "localhost:9229"),
            ("COGNITO_ENDPOINT_URL", "file:///etc/passwd"),
            ("COGNITO_DOMAIN", "http://auth.example.com"),
            ("COGNITO_DOMAIN", "https://auth.example.com/oauth2"),
            ("COGNITO_DOMAIN", "https://auth.example.com?x=1"),
            ("COGNITO_DOMAIN", "https://user@auth.example.com"),
            ("COGNITO_DOMAIN", "https://"),
            ("COGNITO_DOMAIN", "https://:443"),
            ("COGNITO_DOMAIN", "ftp://auth.example.com"),
            ("COGNITO_DOMAIN", "two words"),
            ("APP_URL", "https://app.example.com/path"),
            ("COGNITO_REGION", "us-east-1"),
            ("COGNITO_IDENTITY_POOL_ID", "my pool"),
            ("COGNITO_IDENTITY_POOL_ID", "eu-west-1:.evil.example/"),
            ("COGNITO_IDENTITY_POOL_ID", "eu-west-1_AbCdEf123"),
            ("COGNITO_TIMEOUT_SECONDS", "60"),
            ("COGNITO_TIMEOUT_SECONDS", "0"),
            ("CORS_ORIGINS", "http://localhost:5173/"),
            ("CORS_ORIGINS", "null"),
            ("CORS_ORIGINS", "ftp://app.example.com"),
            ("CORS_ORIGINS", "https://user@app.example.com"),
            ("CORS_ORIGINS", "https://*.example.com/path"),
            ("STORE_URL", "http://localhost"),
            ("STORE_URL", "redis://"),
            ("STORE_URL", "sqlite://vestibule.sqlite3"),
            ("STORE_URL", "sqlite:///"),
            ("STORE_URL", "sqlite:///:memory:"),
            ("STORE_URL", "sqlite:///data/"),
            ("STORE_URL", "sqlite:///data?mode=memory"),
            ("STORE_URL", "memory://data"),
            ("TRUSTED_PROXIES", "everyone"),
            ("TOKEN_LEEWAY_SECONDS", "61"),
            ("JWKS_TTL_SECONDS", "1"),
            ("LOG_LEVEL", "VERBOSE"),
            ("ENVIRONMENT", "staging"),
        ],
    )
    def test_invalid_value_is_named(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        lines = faults(monkeypatch, POOL | {name: value})

        assert len(lines) == 1
        assert lines[0].startswith(f"{name}: ")

    def test_several_workers_cannot_use_the_memory_store(self, monkeypatch: pytest.MonkeyPatch) -> None:
        (line,) = faults(monkeypatch, POOL | {"API_WORKERS": "2", "STORE_URL": "memory://"})

        assert line.startswith("API_WORKERS: ")

    def test_several_workers_can_use_the_default_store(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert load(monkeypatch, POOL | {"API_WORKERS": "2"}).store_is_durable

    def test_secrets_are_not_echoed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lines = faults(monkeypatch, POOL | {"STORE_URL": "http://user:s3cret@localhost"})

        assert "s3cret" not in "".join(lines)
