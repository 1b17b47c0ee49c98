"""OAuth scopes of tokens."""

SELF_SERVICE = "aws.cognito.signin.user.admin"
"""What every operation with the user's access token needs. Tokens of a sign-in through Cognito's API have it."""

SIGN_IN_SCOPES = ("openid", "email", "profile", SELF_SERVICE)
"""What a sign-in by redirect asks for. The app client must allow them."""
