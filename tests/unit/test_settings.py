"""Settings: what follows from them, and what is refused at start."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from vestibule.settings import DEVELOPMENT_SECRET, Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
POOL = {"COGNITO_USER_POOL_ID": "eu-west-1_AbCdEf123", "COGNITO_CLIENT_ID": "abc123"}
SECRET = "uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8o"
SAFE = POOL | {"ENVIRONMENT": "production", "SECRET_KEY": SECRET, "CORS_ORIGINS": "https://app.example.com"}


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env`, and none of the machine's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def faults(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, variables)
    first, *lines = str(caught.value).splitlines()
    assert first == "The settings cannot be used:"
    return [line.strip() for line in lines]


LOOPBACK_HOSTS = (
    *("localhost", "LOCALHOST", "localhost.", "app.localhost", "localhost.localdomain", "ip6-localhost", "%6cocalhost"),
    *("127.0.0.1", "127.0.0.2", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0", "169.254.169.254"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]"),
    *("\uff4cocalhost", "\uff11\uff12\uff17.0.0.1"),
)
UNSAFE = {
    "COGNITO_ENDPOINT_URL": [
        *(f"https://{host}" for host in LOOPBACK_HOSTS),
        *("https://localhost:9229", "http://cognito.example.com", "http://localhost:9229"),
    ],
    "COGNITO_ISSUER": ["http://issuer.example", "https://issuer.example", "https://cognito-idp.evil.com/x"],
    "COGNITO_JWKS_URL": [
        *("http://keys.example.com/jwks.json", "https://keys.example.com/jwks.json"),
        *(
            "https://cognito-idp.eu-west-1.amazonaws.com.evil.com/k",
            "https://evil.com/cognito-idp.eu-west-1.amazonaws.com",
        ),
        *("https://bucket.s3.amazonaws.com/k", "https://x@evil.com/k", "https://localhost/k"),
    ],
    "TRUSTED_PROXIES": [
        *("0.0.0.0/0", "::/0", "0.0.0.0/1,128.0.0.0/1", "0.0.0.0/2,64.0.0.0/2,128.0.0.0/2,192.0.0.0/2", "8.0.0.0/7"),
        *("::/1,8000::/1", "2000::/3", "::ffff:0:0/96", "::ffff:0:0/97,::ffff:128.0.0.0/97", "10.0.0.0/8,11.0.0.0/8"),
    ],
    "CORS_ORIGINS": ["http://app.example.com", "https://app.example.com,http://other.example.com"],
    "COOKIE_SECURE": ["off", "OFF", "false", "0"],
    "RATE_LIMITS": ["off", "Off", "false", "0", "no"],
    "SECRET_KEY": [
        *(DEVELOPMENT_SECRET, f"{DEVELOPMENT_SECRET} ", DEVELOPMENT_SECRET.upper(), "short", " " * 40, "a" * 32),
        *("changeme" * 4, "ab" * 20, "0123456789" * 4, "please-change-me-before-you-go-live!", "x" * 31 + "y"),
        *("uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8" + " " * 9, "my-very-secret-key-for-production-use", "\t" * 40),
    ],
    "STORE_URL": [
        *("redis://:pass@cache.example.com:6379/0", "redis://user:pass@10.0.0.5", "valkey://:pass@192.0.2.1/0"),
        *("redis://:pass@[2001:db8::1]:6379", "memory://"),
    ],
}
UNSAFE_CASES = [(name, value) for name, values in UNSAFE.items() for value in values]
SAFE_CASES = [
    ("COGNITO_ENDPOINT_URL", "https://vpce-0a1b.cognito-idp.eu-west-1.vpce.amazonaws.com"),
    ("COGNITO_ENDPOINT_URL", "https://cognito.example.com"),
    ("COGNITO_JWKS_URL", "https://cognito-idp.eu-west-1.amazonaws.com/other/jwks.json"),
    ("COGNITO_ISSUER", "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123"),
    ("TRUSTED_PROXIES", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.1,::1,fc00::/7"),
    ("STORE_URL", "rediss://:pass@cache.example.com"),
    ("STORE_URL", "redis://:pass@store:6379/0"),
    ("STORE_URL", "redis://:pass@127.0.0.1:6379/0"),
    ("STORE_URL", "redis://cache.example.com"),
    ("SECRET_KEY", "d1f0c3a29b8e47650f1e2d3c4b5a69788796a5b4c3d2e1f00a1b2c3d4e5f6071"),
]


class TestDerived:
    def test_region_issuer_and_keys_follow_from_the_pool(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL)

        cognito = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123"
        assert settings.cognito_region == "eu-west-1"
        assert settings.cognito_issuer == cognito
        assert settings.cognito_jwks_url == f"{cognito}/.well-known/jwks.json"

    def test_issuer_does_not_follow_the_endpoint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"COGNITO_ENDPOINT_URL": "http://localhost:9229/"})

        assert settings.cognito_issuer.startswith("https://cognito-idp.eu-west-1.amazonaws.com/")
        assert settings.cognito_jwks_url == "http://localhost:9229/eu-west-1_AbCdEf123/.well-known/jwks.json"

    def test_lists_are_written_with_commas(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"COGNITO_CLIENT_ID": "ours, other ,", "TRUSTED_PROXIES": "10.0.0.0/8,::1"})

        assert (settings.client_id, settings.cognito_client_id) == ("ours", ("ours", "other"))
        assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]

    def test_env_file_is_read_and_the_environment_wins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("COGNITO_CLIENT_ID=file\nLOG_LEVEL=debug\nSOMETHING_ELSE=1\n")

        settings = load(monkeypatch, POOL)

        assert (settings.client_id, settings.log_level) == ("abc123", "DEBUG")

    def test_are_frozen_and_hide_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch, POOL | {"SECRET_KEY": SECRET, "COGNITO_CLIENT_SECRET": "s3cret"})

        with pytest.raises(ValidationError):
            settings.api_port = 1
        assert SECRET not in repr(settings)
        assert "s3cret" not in repr(settings)


class TestFaults:
    def test_one_readable_line_each(self, monkeypatch: pytest.MonkeyPatch) -> None:
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
            ("COGNITO_REGION", "us-east-1"),
            ("COGNITO_TIMEOUT_SECONDS", "60"),
            ("COGNITO_TIMEOUT_SECONDS", "0"),
            ("CORS_ORIGINS", "http://localhost:5173/"),
            ("CORS_ORIGINS", "null"),
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
            ("LOG_LEVEL", "LOUD"),
            ("ENVIRONMENT", "staging"),
        ],
    )
    def test_unusable_value_is_named(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        lines = faults(monkeypatch, POOL | {name: value})

        assert len(lines) == 1
        assert lines[0].startswith(f"{name}: ")

    def test_several_workers_cannot_share_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        (line,) = faults(monkeypatch, POOL | {"API_WORKERS": "2", "STORE_URL": "memory://"})

        assert line.startswith("API_WORKERS: ")

    def test_several_workers_can_share_the_default_store(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert load(monkeypatch, POOL | {"API_WORKERS": "2"}).store_is_durable

    def test_secrets_are_not_repeated(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lines = faults(monkeypatch, POOL | {"STORE_URL": "http://user:s3cret@localhost"})

        assert "s3cret" not in "".join(lines)


class TestProduction:
    @pytest.mark.parametrize(("name", "value"), UNSAFE_CASES)
    def test_does_not_start_with_unsafe_settings(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        lines = faults(monkeypatch, SAFE | {name: value})

        assert any(line.startswith(f"{name}: production ") for line in lines)

    @pytest.mark.parametrize(("name", "value"), SAFE_CASES)
    def test_starts_with_safe_settings(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        settings = load(monkeypatch, SAFE | {name: value})

        assert settings.secure_cookies
        assert settings.json_logs
        assert not settings.serves_docs

    def test_names_every_fault_in_one_round(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wrong = {
            "CORS_ORIGINS": "*",
            "SECRET_KEY": "short",
            "COOKIE_SECURE": "off",
            "API_PORT": "x",
            "API_WORKERS": "2",
            "STORE_URL": "memory://",
        }

        lines = faults(monkeypatch, SAFE | wrong | {"STORE_FAILUR": "closed", "COGNITO_REGION": "us-east-1"})

        assert {line.partition(":")[0] for line in lines} == {*wrong, "STORE_FAILUR", "COGNITO_REGION"}
        assert len(lines) == len(wrong) + 2


class TestMisspeltNames:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("STORE_FAILUR", "STORE_FAILURE"),
            ("COGNITO_USERPOOL_ID", "COGNITO_USER_POOL_ID"),
            ("RATE_LIMIT", "RATE_LIMITS"),
            ("SECRETKEY", "SECRET_KEY"),
            ("TRUSTED_PROXYS", "TRUSTED_PROXIES"),
            ("cors_origin", "CORS_ORIGINS"),
            ("SECERT_KEY_FILE", "SECRET_KEY"),
        ],
    )
    def test_are_refused(self, monkeypatch: pytest.MonkeyPatch, name: str, meant: str) -> None:
        Path(".env").write_text(f"{name}=x\n")

        assert faults(monkeypatch, POOL) == [f"{name}: is not a setting; {meant} is"]

    def test_are_refused_in_the_environment_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert faults(monkeypatch, POOL | {"STORE_FAILUR": "closed"}) == [
            "STORE_FAILUR: is not a setting; STORE_FAILURE is"
        ]

    def test_do_not_include_other_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        others = {"APP_PORT": "1", "AWS_REGION": "x", "LOG_DIR": "x", "HOSTNAME": "x", "NO_COLOR": "1"}

        assert load(monkeypatch, POOL | others)

    def test_do_not_include_any_name_of_the_example(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
        Path(".env").write_text("".join(f"{name}=\n" for name in names))

        assert load(monkeypatch, POOL)
        assert len(names) > 30


class TestEnvFile:
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
    def test_in_another_encoding_is_refused_with_one_line(self, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        Path(".env").write_bytes("COGNITO_CLIENT_ID=abc\nBRAND_NAME=Caf\u00e9\n".encode(encoding))

        (line,) = faults(monkeypatch, POOL)

        assert line.startswith(".env: is not UTF-8")

    def test_in_utf_8_with_a_byte_order_mark_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("LOG_LEVEL=DEBUG\n", encoding="utf-8-sig")

        assert load(monkeypatch, POOL).log_level == "DEBUG"


class TestProxy:
    @pytest.fixture(autouse=True)
    def _no_proxy_around(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)

    @pytest.mark.parametrize("host", LOOPBACK_HOSTS)
    def test_is_never_used_for_loopback(self, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
        proxy = {"COGNITO_PROXY": "http://proxy:3128", "HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1"}
        settings = load(monkeypatch, POOL | proxy)

        assert settings.proxy_for(f"http://{host}:9229") is None
        assert settings.proxy_for(f"https://{host}/") is None

    def test_of_the_setting_wins_over_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        proxy = {"COGNITO_PROXY": "http://ours:3128", "HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}

        assert load(monkeypatch, POOL | proxy).proxy_for("https://cognito.example") == "http://ours:3128"

    @pytest.mark.parametrize(
        ("variables", "expected"),
        [
            ({}, None),
            ({"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
            ({"https_proxy": "p:1"}, "http://p:1"),
            ({"ALL_PROXY": "http://p:1"}, "http://p:1"),
            ({"HTTP_PROXY": "http://p:1"}, None),
            ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".example"}, None),
        ],
    )
    def test_of_the_environment_is_used(
        self, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str | None
    ) -> None:
        assert load(monkeypatch, POOL | variables).proxy_for("https://cognito.example/x") == expected
