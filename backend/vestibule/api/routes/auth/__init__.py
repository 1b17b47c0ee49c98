"""Routes below /api/auth."""
