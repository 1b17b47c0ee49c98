"""The brand: set by the operator, read by the app when it starts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from tests.apps import running, settings_for
from vestibule.settings import Settings


def brand(cognito_url: str, **settings: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    with running(settings_for(cognito_url, **settings), lambda: 0.0) as client:
        manifest = client.get("/api/brand/manifest.webmanifest")
        assert manifest.headers["content-type"].startswith("application/manifest+json")
        return client.get("/api/brand").json(), manifest.json()


class TestBrand:
    def test_brand_is_vestibule_by_default(self, client: TestClient) -> None:
        assert client.get("/api/brand").json() == {"name": "Vestibule", "logo_url": None, "accent": None}

    def test_brand_comes_from_the_settings(self, cognito_url: str) -> None:
        logo = "https://acme.example/logo.svg"
        shown, manifest = brand(cognito_url, brand_name="Acmé & Söhne", brand_logo_url=logo, brand_accent="#7A1FA2")

        assert shown == {"name": "Acmé & Söhne", "logo_url": logo, "accent": "#7A1FA2"}
        assert (manifest["name"], manifest["icons"][0]["src"]) == ("Acmé & Söhne", logo)

    def test_brand_has_a_manifest_with_icons(self, client: TestClient) -> None:
        manifest = client.get("/api/brand/manifest.webmanifest").json()

        assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Vestibule", "/", "standalone")
        assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}

    @pytest.mark.parametrize(
        "bad",
        [
            {"brand_name": "   "},
            {"brand_name": "x" * 61},
            {"brand_name": "a\nb"},
            {"brand_accent": "red"},
            {"brand_accent": "#12345"},
            {"brand_accent": "#12345g"},
            {"brand_accent": "#123456;color:red"},
            {"brand_logo_url": "javascript:alert(1)"},
            {"brand_logo_url": "//evil.example/x.png"},
            {"brand_logo_url": "data:text/html,x"},
            {"brand_logo_url": "logo.svg"},
            {"brand_logo_url": "https://user:pass@acme.example/x.png"},
        ],
    )
    def test_invalid_brand_is_refused_at_start(self, cognito_url: str, bad: dict[str, str]) -> None:
        with pytest.raises(ValidationError):
            settings_for(cognito_url, **bad)

    @pytest.mark.parametrize(
        "logo", ["/brand/logo.svg", "data:image/svg+xml;base64,PHN2Zy8+", "http://localhost/x.png"]
    )
    def test_logo_is_accepted_in_every_allowed_url_scheme(self, cognito_url: str, logo: str) -> None:
        assert isinstance(settings_for(cognito_url, brand_logo_url=logo), Settings)
