"""Operations authorized by the app client (unsigned)."""
