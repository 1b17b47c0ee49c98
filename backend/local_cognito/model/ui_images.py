"""Logos of the classic hosted UI: which files are images, and of which type."""

from __future__ import annotations

import base64

from local_cognito.errors import InvalidParameterException

# First bytes of a file: media type. SVG is not among them: it could run scripts.
MEDIA_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def decode(blob: str) -> tuple[bytes, str]:
    """The bytes of a base64 image, and its media type; raises InvalidParameterException for other files."""
    content = base64.b64decode(blob)
    for start, media_type in MEDIA_TYPES.items():
        if content.startswith(start):
            return content, media_type
    raise InvalidParameterException("The image must be a PNG, JPEG or GIF file.")
