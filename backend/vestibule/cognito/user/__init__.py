"""Operations authorized by the user's own access token (unsigned)."""
