"""Operations authorised by an IAM role (signed)."""
