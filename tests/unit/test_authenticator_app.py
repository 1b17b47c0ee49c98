"""What an authenticator app is set up with."""

from urllib.parse import parse_qs, unquote, urlsplit

from vestibule.cognito.authenticator_app import authenticator_app


def test_uri_names_the_account_and_the_issuer() -> None:
    app = authenticator_app("SECRET7", "ann:b@example.com", "Acme & Söhne")

    uri = urlsplit(app.uri)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert uri.path == "/Acme%20%26%20S%C3%B6hne:ann%3Ab%40example.com"
    assert parse_qs(uri.query) == {"secret": ["SECRET7"], "issuer": ["Acme & Söhne"]}
    assert "+" not in app.uri
    assert unquote(uri.path) == "/Acme & Söhne:ann:b@example.com"


def test_image_is_readable_on_a_dark_page_and_has_no_size() -> None:
    app = authenticator_app("SECRET7", "ann", "Acme")

    assert app.qr_svg.startswith("<svg xmlns=")
    assert 'viewBox="0 0 41 41"' in app.qr_svg
    assert 'fill="#fff"' in app.qr_svg
    assert "width=" not in app.qr_svg.split("stroke-width")[0]
    assert app.secret == "SECRET7"
    assert "SECRET7" not in repr(app)
