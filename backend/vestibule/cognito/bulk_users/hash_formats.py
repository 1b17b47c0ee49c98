"""Formats of password hashes that Cognito's import jobs accept, by the name of their algorithm."""

import re

B64 = r"[A-Za-z0-9+/.]+={0,2}"
# The service model has only the names of the algorithms: these are the encodings that their libraries write.
FORMATS = {
    "BCRYPT": re.compile(r"\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}"),
    "ARGON2ID": re.compile(rf"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\${B64}\${B64}"),
    "SCRYPT": re.compile(rf"\$scrypt\$ln=\d+,r=\d+,p=\d+\${B64}\${B64}"),
    "PBKDF2_SHA256": re.compile(rf"\$pbkdf2-sha256\$(i=)?\d+(,l=\d+)?\${B64}\${B64}"),
}


def algorithm_of(password_hash: str) -> str | None:
    """A PasswordHashingAlgorithmType; None for a hash that cannot be imported."""
    return next((name for name, encoding in FORMATS.items() if encoding.fullmatch(password_hash)), None)
