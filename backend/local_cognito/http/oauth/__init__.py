"""The domain of a user pool: OAuth endpoints, sign-in pages, and redirects to identity providers and back."""
