"""The language of a page: `lang`, else the cookie that remembers it, else what the browser prefers."""

from __future__ import annotations

from collections.abc import Mapping

from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.texts_en import ENGLISH
from local_cognito.http.oauth.texts_fr import FRENCH

TEXTS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fr": FRENCH}
DEFAULT = "en"
LANGUAGE_COOKIE = "cognito-lang"
LANGUAGE_SECONDS = 365 * 86400


def texts_of(language: str) -> Mapping[str, str]:
    """All texts in a language that we have."""
    return TEXTS[language]


def language_of(exchange: Exchange) -> str:
    """`en` or `fr`."""
    wanted = [exchange.query.get("lang", ""), exchange.cookies.get(LANGUAGE_COOKIE, "")]
    wanted += _preferred(exchange.headers.get("accept-language", ""))
    known = (tag.partition("-")[0].lower() for tag in wanted)
    return next((tag for tag in known if tag in TEXTS), DEFAULT)


def _preferred(header: str) -> list[str]:
    """The tags of Accept-Language, best first."""
    weighted = []
    for entry in header.split(","):
        tag, _, parameter = entry.strip().partition(";")
        weighted.append((_weight(parameter), tag.strip()))
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        return 0.0
