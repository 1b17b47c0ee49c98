"""Settings of the brand, which the SPA reads at run time, so that a change needs no build."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, StringConstraints

IMAGE_DATA = re.compile(r"data:image/(?:png|svg\+xml|webp|jpeg|gif)[;,]")


def _logo_url(value: str) -> str:
    parts = urlsplit(value)
    is_ours = value.startswith("/") and not value.startswith(("//", "/\\"))
    is_elsewhere = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    if not (is_ours or is_elsewhere or IMAGE_DATA.match(value)) or re.search(r"[\s\x00-\x1f]", value):
        raise ValueError("is not the URL of an image: https://…, a path such as /logo.svg, or data:image/…")
    return value


BrandName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")
]
LogoUrl = Annotated[str, StringConstraints(max_length=16_384), AfterValidator(_logo_url)]
HexColor = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")]


class BrandSettings(BaseModel):
    """The name, logo and accent colour (`#rgb` or `#rrggbb`) of the app's operator."""

    brand_name: BrandName = "Vestibule"
    brand_logo_url: LogoUrl | None = None
    brand_accent: HexColor | None = None
