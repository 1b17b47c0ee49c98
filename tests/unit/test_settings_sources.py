"""Where settings come from: names, the `.env` file, and the proxy variables."""

import re
from pathlib import Path

import pytest

from tests.unit.settings_cases import EXAMPLE, LOOPBACK_HOSTS, POOL, clean_environment, faults, load
from vestibule.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean_environment(monkeypatch, tmp_path)


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
    def test_misspelt_names_are_refused(self, monkeypatch: pytest.MonkeyPatch, name: str, meant: str) -> None:
        Path(".env").write_text(f"{name}=x\n")

        assert faults(monkeypatch, POOL) == [f"{name}: is not a setting; {meant} is"]

    def test_misspelt_names_in_the_environment_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert faults(monkeypatch, POOL | {"STORE_FAILUR": "closed"}) == [
            "STORE_FAILUR: is not a setting; STORE_FAILURE is"
        ]

    def test_other_names_are_not_misspelt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        others = {"APP_PORT": "1", "AWS_REGION": "x", "LOG_DIR": "x", "HOSTNAME": "x", "NO_COLOR": "1"}

        assert load(monkeypatch, POOL | others)

    def test_every_setting_is_in_the_example(self) -> None:
        names = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)

        assert {name.upper() for name in Settings.model_fields} <= {*names}

    def test_names_in_the_example_are_not_misspelt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
        Path(".env").write_text("".join(f"{name}=\n" for name in names))

        assert load(monkeypatch, POOL)
        assert len(names) > 30


class TestEnvFile:
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
    def test_env_file_in_another_encoding_is_refused_with_one_line(
        self, monkeypatch: pytest.MonkeyPatch, encoding: str
    ) -> None:
        Path(".env").write_bytes("COGNITO_CLIENT_ID=abc\nBRAND_NAME=Caf\u00e9\n".encode(encoding))

        (line,) = faults(monkeypatch, POOL)

        assert line.startswith(".env: is not UTF-8")

    def test_env_file_in_utf_8_with_a_byte_order_mark_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path(".env").write_text("LOG_LEVEL=DEBUG\n", encoding="utf-8-sig")

        assert load(monkeypatch, POOL).log_level == "DEBUG"


class TestProxy:
    @pytest.fixture(autouse=True)
    def _no_proxy_around(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)

    @pytest.mark.parametrize("host", LOOPBACK_HOSTS)
    def test_proxy_is_not_used_for_loopback(self, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
        proxy = {"COGNITO_PROXY": "http://proxy:3128", "HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1"}
        settings = load(monkeypatch, POOL | proxy)

        assert settings.proxy_for(f"http://{host}:9229") is None
        assert settings.proxy_for(f"https://{host}/") is None

    def test_proxy_setting_overrides_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
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
    def test_proxy_of_the_environment_is_used(
        self, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str | None
    ) -> None:
        assert load(monkeypatch, POOL | variables).proxy_for("https://cognito.example/x") == expected


class TestCertificateAuthorities:
    VARIABLES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")

    @pytest.fixture(autouse=True)
    def _none_around(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in self.VARIABLES:
            monkeypatch.delenv(name, raising=False)

    def test_public_authorities_are_the_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert load(monkeypatch, POOL).ca_bundle is None

    def test_usual_variables_name_the_file_and_the_setting_overrides_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in reversed(self.VARIABLES):
            assert load(monkeypatch, POOL | {name: f"/etc/{name}"}).ca_bundle == Path(f"/etc/{name}")

        Path("ours.pem").touch()
        assert load(monkeypatch, POOL | {"COGNITO_CA_BUNDLE": "ours.pem"}).ca_bundle == Path("ours.pem")

    def test_setting_must_name_a_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert faults(monkeypatch, POOL | {"COGNITO_CA_BUNDLE": "gone.pem"}) == ["COGNITO_CA_BUNDLE: is not a file"]


class TestSettingsInCode:
    def test_names_that_are_no_settings_are_refused(self) -> None:
        with pytest.raises(TypeError, match=r"^'store_ur' is not a setting; did you mean 'store_url'\?$"):
            Settings(**{name.lower(): value for name, value in POOL.items()}, store_ur="memory://")
        with pytest.raises(TypeError, match=r"^'x' is not a setting$"):
            Settings(x=1)

    def test_files_of_secrets_are_found_under_a_prefix(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("secret").write_text("from a file")
        Path(".env").write_text("MY_BRAND_NAME=Acme\nBRAND_NAME=Another\n")
        for name, value in {**POOL, "SECRET_KEY_FILE": "secret"}.items():
            monkeypatch.setenv(f"MY_{name}", value)

        settings = load_settings("MY_")

        assert (settings.cognito_user_pool_id, settings.brand_name) == (POOL["COGNITO_USER_POOL_ID"], "Acme")
        assert settings.secret_key is not None
        assert settings.secret_key.get_secret_value() == "from a file"
