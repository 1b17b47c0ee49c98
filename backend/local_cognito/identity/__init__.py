"""Identity pools (`cognito-identity`): they exchange tokens of sign-in providers for temporary AWS credentials."""
