"""Token verification, offline: keys, signatures, claims.

verifiers      every verifier, built once, with the keys that they share
verifier       access tokens of one pool
pool_verifiers access tokens of several pools
id_verifier    ID tokens
jws, payload, claims    what a token consists of
jwks, key_set, key_endpoint    the pool's public keys, and how they are fetched
issued         claims of a token that came from Cognito directly
"""
