"""The domain of a user pool: OAuth endpoints, sign-in pages, and the way to identity providers and back."""
