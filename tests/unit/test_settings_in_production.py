"""Settings that production refuses, and settings that it accepts."""

from pathlib import Path

import pytest

from tests.unit.settings_cases import LOOPBACK_HOSTS, SAFE, clean_environment, faults, load
from vestibule.settings import DEVELOPMENT_SECRET

UNSAFE = {
    "COGNITO_ENDPOINT_URL": [
        *(f"https://{host}" for host in LOOPBACK_HOSTS),
        *("https://localhost:9229", "http://cognito.example.com", "http://localhost:9229"),
    ],
    "COGNITO_DOMAIN": ["http://localhost:9229", "https://localhost:9229", "https://127.0.0.1"],
    "APP_URL": ["http://app.example.com"],
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
        ",".join(f"{number}.0.0.0/8" for number in range(0, 256, 2)),
    ],
    "CORS_ORIGINS": ["http://app.example.com", "https://app.example.com,http://other.example.com"],
    "COOKIE_SECURE": ["off", "OFF", "false", "0"],
    "RATE_LIMITS": ["off", "Off", "false", "0", "no"],
    "SECRET_KEY": [
        *(DEVELOPMENT_SECRET, f"{DEVELOPMENT_SECRET} ", DEVELOPMENT_SECRET.upper(), "short", " " * 40, "a" * 32),
        *("changeme" * 4, "ab" * 20, "0123456789" * 4, "please-change-me-before-you-go-live!", "x" * 31 + "y"),
        *("uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8" + " " * 9, "my-very-secret-key-for-production-use", "\t" * 40),
        *("\u200b" * 40, "uCq7hV3mZr0LwXbN9tKd2sPjEyG5f" + "\u200b" * 9, f"\u2060{DEVELOPMENT_SECRET}"),
    ],
    "STORE_URL": [
        *("redis://:pass@cache.example.com:6379/0", "redis://user:pass@10.0.0.5", "valkey://:pass@192.0.2.1/0"),
        *("redis://:pass@[2001:db8::1]:6379", "redis://cache.example.com/0?password=pass", "memory://"),
    ],
}
UNSAFE_CASES = [(name, value) for name, values in UNSAFE.items() for value in values]
SAFE_CASES = [
    ("COGNITO_ENDPOINT_URL", "https://vpce-0a1b.cognito-idp.eu-west-1.vpce.amazonaws.com"),
    ("COGNITO_ENDPOINT_URL", "https://cognito.example.com"),
    ("COGNITO_ENDPOINT_URL", "https://[2001:db8::7f00:1]"),
    ("COGNITO_DOMAIN", "my-app"),
    ("COGNITO_DOMAIN", "https://auth.example.com"),
    ("APP_URL", "https://app.example.com"),
    ("COGNITO_JWKS_URL", "https://cognito-idp.eu-west-1.amazonaws.com/other/jwks.json"),
    ("COGNITO_ISSUER", "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123"),
    ("TRUSTED_PROXIES", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.1,::1,fc00::/7"),
    ("STORE_URL", "rediss://:pass@cache.example.com"),
    ("STORE_URL", "redis://:pass@store:6379/0"),
    ("STORE_URL", "redis://:pass@127.0.0.1:6379/0"),
    ("STORE_URL", "redis://cache.example.com"),
    ("SECRET_KEY", "d1f0c3a29b8e47650f1e2d3c4b5a69788796a5b4c3d2e1f00a1b2c3d4e5f6071"),
]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


class TestProduction:
    @pytest.mark.parametrize(("name", "value"), UNSAFE_CASES)
    def test_production_refuses_unsafe_settings(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        lines = faults(monkeypatch, SAFE | {name: value})

        assert any(line.startswith(f"{name}: production ") for line in lines)

    @pytest.mark.parametrize(("name", "value"), SAFE_CASES)
    def test_production_accepts_safe_settings(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        settings = load(monkeypatch, SAFE | {name: value})

        assert settings.secure_cookies
        assert settings.json_logs
        assert not settings.serves_docs

    def test_production_reports_all_faults_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
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
