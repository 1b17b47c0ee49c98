"""AuthenticatorApp: what an authenticator app needs to be set up."""

from io import BytesIO
from urllib.parse import quote, urlencode

from pydantic import Field

from vestibule.cognito.models import Model


class AuthenticatorApp(Model):
    """The secret of time-based codes (RFC 6238): as text to type, as an `otpauth` URI, and as its QR code in SVG."""

    secret: str = Field(repr=False)
    uri: str = Field(repr=False)
    qr_svg: str = Field(repr=False)


def authenticator_app(secret: str, account: str, issuer: str) -> AuthenticatorApp:
    """What to show to a user; the app lists the codes under `issuer` and `account`."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    uri = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
    return AuthenticatorApp(secret=secret, uri=uri, qr_svg=_qr_code(uri))


def _qr_code(text: str) -> str:
    """An SVG image of its own, without size. Its background is white, so that cameras read it on a dark page too."""
    import segno  # noqa: PLC0415  who sets up an app can wait some milliseconds longer

    image = BytesIO()
    segno.make_qr(text, error="m").save(image, kind="svg", xmldecl=False, omitsize=True, light="#fff", border=4)
    return image.getvalue().decode()
