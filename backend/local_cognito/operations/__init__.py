"""Cognito's operations, one module per group of the API."""
