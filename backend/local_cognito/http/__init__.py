"""Cognito over HTTP: the wire protocol, the public keys and the outbox."""
