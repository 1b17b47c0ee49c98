"""Operations authorized by an IAM role (signed)."""
