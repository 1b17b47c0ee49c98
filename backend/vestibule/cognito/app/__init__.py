"""Operations authorised by the app client (unsigned)."""
