"""Routes below /api/me."""
