"""Operations authorised by the user's own access token (unsigned)."""
