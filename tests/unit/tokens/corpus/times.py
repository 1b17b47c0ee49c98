"""exp, iat, nbf and auth_time: NumericDates (RFC 7519, sections 2 and 4.1)."""

from collections.abc import Iterator

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import ABSENT, NOW, header, sign, to_json, token, user_claims
from vestibule.errors import TokenExpired

_NO_TIMES: tuple[object, ...] = (
    None, True, False, "", str(NOW + 3600), "2030-01-01T00:00:00Z", [], [NOW + 3600], {}, -1, -0.5, -(10**300),
    (NOW + 3600) * 1000, (NOW + 3600) * 10**6, 2**53, 2**63, 2**64, 10**30, 10**400, 1e300, 1e12,
)  # fmt: skip
_RAW_NO_TIMES = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    "9" * 4301,
    "0x7fffffff",
    "1_900_000_000",
    "1e",
    "--1",
)
_CLAIMS = ("exp", "iat", "nbf", "auth_time")
_PAST: tuple[object, ...] = (0, 0.0, 1, NOW - 10**6, NOW - 3600, NOW - 1, NOW - 0.001, NOW, float(NOW))
_AHEAD = (NOW + 0.001, NOW + 1, NOW + 60, NOW + 3600, NOW * 2, 1e11 - 1)
_WITHIN_LEEWAY = (NOW + 0.001, NOW + 0.7, NOW + 2, NOW + 60)
_BEYOND_LEEWAY = (NOW + 60.001, NOW + 61, NOW + 180, NOW + 3600, NOW * 2, 1e11 - 1)


def _raw(claim: str, text: str) -> str:
    payload = to_json(user_claims({claim: ABSENT}))[:-1] + f', "{claim}": {text}}}'.encode()
    return sign(to_json(header()), payload)


def _no_times() -> Iterator[tuple[str, dict[str, object]]]:
    for claim in _CLAIMS:
        for value in _NO_TIMES:
            yield f"{claim} is {str(value)[:40]!r} ({type(value).__name__})", {claim: value}
    for claim in ("iat", "nbf"):
        for ahead in _BEYOND_LEEWAY:
            yield f"{claim} is {ahead}, which is ahead", {claim: ahead}


_GOOD: dict[str, dict[str, object]] = {
    **{f"exp is {value}": {"exp": value} for value in _AHEAD},
    **{f"{claim} is {value}": {claim: value} for claim in ("iat", "nbf", "auth_time") for value in _PAST},
    **{f"{claim} is {value}, nearly now": {claim: value} for claim in ("iat", "nbf") for value in _WITHIN_LEEWAY},
    "nbf is absent": {"nbf": ABSENT},
    "iat is absent": {"iat": ABSENT},
    "exp is a fraction": {"exp": NOW + 10.75},
}

CASES: list[Case] = [
    *refused(
        {name: lambda changes=changes: token(user_claims(changes)) for name, changes in dict(_no_times()).items()}
    ),
    *refused({f"{c} is {t[:12]} in JSON": lambda c=c, t=t: _raw(c, t) for c in _CLAIMS for t in _RAW_NO_TIMES}),
    *(Case(f"exp is {v!r}", lambda v=v: token(user_claims({"exp": v})), TokenExpired) for v in _PAST),
    *accepted({name: lambda changes=changes: token(user_claims(changes)) for name, changes in _GOOD.items()}),
    *accepted(
        {
            "exp in scientific notation": lambda: _raw("exp", "1.9e9"),
            "exp is -0 in JSON for iat": lambda: _raw("iat", "-0"),
        }
    ),
]
