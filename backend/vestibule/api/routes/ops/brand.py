"""The brand that the SPA shows, and the web app manifest that names it."""

from typing import Self

from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from vestibule.api.http.routing import TopicRouter
from vestibule.api.services import ServicesDep
from vestibule.settings import Settings

router = TopicRouter(prefix="/brand", tags=["config"])

BACKGROUND = "#faf8f5"
ICONS = (
    ("/icon-192.png", "192x192", "any"),
    ("/icon-512.png", "512x512", "any"),
    ("/icon-512.png", "512x512", "maskable"),
)


class Brand(BaseModel):
    """`logo_url` and `accent` (`#rgb` or `#rrggbb`) are null where the app's own are used."""

    model_config = ConfigDict(frozen=True)

    name: str
    logo_url: str | None
    accent: str | None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The brand from the settings."""
        return cls(name=settings.brand_name, logo_url=settings.brand_logo_url, accent=settings.brand_accent)


class ManifestIcon(BaseModel):
    """An icon of the installed app."""

    src: str
    sizes: str
    purpose: str


class WebAppManifest(BaseModel):
    """The part of the web app manifest (W3C) that is used here."""

    name: str
    short_name: str
    start_url: str = "/"
    scope: str = "/"
    display: str = "standalone"
    background_color: str = BACKGROUND
    theme_color: str = BACKGROUND
    icons: list[ManifestIcon]


class ManifestResponse(JSONResponse):
    """JSON by the manifest's own media type."""

    media_type = "application/manifest+json"


@router.get("")
def brand(services: ServicesDep) -> Brand:
    """The name, logo and accent colour that the app shows."""
    return Brand.of(services.settings)


@router.get("/manifest.webmanifest", response_class=ManifestResponse)
def manifest(services: ServicesDep) -> WebAppManifest:
    """What a browser needs to install the app."""
    brand = Brand.of(services.settings)
    return WebAppManifest(name=brand.name, short_name=brand.name, icons=_icons(brand.logo_url))


def _icons(logo_url: str | None) -> list[ManifestIcon]:
    if logo_url is not None:
        return [ManifestIcon(src=logo_url, sizes="any", purpose="any")]
    return [ManifestIcon(src=src, sizes=sizes, purpose=purpose) for src, sizes, purpose in ICONS]
