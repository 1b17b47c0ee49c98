"""Responses of Cognito, or of what is between, that the API must not take at their word."""

import gzip

from tests.faults import Fault, answering

ARN = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Vestibule"

THROTTLING = ("TooManyRequestsException", "ThrottlingException", "RequestLimitExceeded", "Throttling")
FAULTS = {
    "InternalErrorException": 500,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "SomethingNobodyHeardOf": 400,
    "ConcurrentModificationException": 400,
}
MISCONFIGURED = (
    "ResourceNotFoundException",
    "AccessDeniedException",
    "InvalidSignatureException",
    "UnrecognizedClientException",
    "InvalidLambdaResponseException",
    "UnexpectedLambdaException",
    "InvalidUserPoolConfigurationException",
    "InvalidSmsRoleAccessPolicyException",
)
GARBAGE: dict[str, Fault] = {
    "html": answering(200, b"<html>It works!</html>"),
    "html-error": answering(502, b"<html>Bad Gateway</html>"),
    "empty": answering(200, b""),
    "empty-error": answering(400, b""),
    "broken": answering(200, b'{"AuthenticationResult": {'),
    "array": answering(200, b"[]"),
    "null": answering(200, b"null"),
    "string": answering(200, b'"x"'),
    "empty-object": answering(200, b"{}"),
    "numeric-type": answering(400, b'{"__type": 7, "message": 7}'),
    "null-type": answering(400, b'{"__type": null}'),
    "no-type": answering(400, b"{}"),
    "list-message": answering(400, b'{"__type": "NotAuthorizedException", "message": ["x"]}'),
    "bad-gzip": answering(200, b"\x1f\x8b not gzip", Content_Encoding="gzip"),
    "gzip": answering(200, gzip.compress(b"{}" * 100_000), Content_Encoding="gzip"),
    "huge": answering(200, b'"' + b"x" * 8_000_000 + b'"'),
    "nested": answering(200, b"[" * 200_000),
    "not-utf8": answering(200, b'{"AuthenticationResult": "\xff\xfe"}'),
    "wrong-shape": answering(200, b'{"AuthenticationResult": []}'),
    "wrong-values": answering(200, b'{"AuthenticationResult": {"AccessToken": 1, "IdToken": "x", "ExpiresIn": "y"}}'),
    "id-token-of-nobody": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "a", "IdToken": "a.e30.c", "ExpiresIn": 1}}'
    ),
    "id-token-of-noise": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "a", "IdToken": "a.\\u00e9.c", "ExpiresIn": 1}}'
    ),
    "challenge-without-session": answering(200, b'{"ChallengeName": "NEW_PASSWORD_REQUIRED"}'),
    "choices": answering(300, b"{}"),
    "surrogate": answering(
        200, b'{"AuthenticationResult": {"AccessToken": "\\ud800", "IdToken": "a.e30.c", "ExpiresIn": 1}}'
    ),
    "id-token-too-deep": answering(
        200,
        b'{"AuthenticationResult": {"AccessToken": "a", "ExpiresIn": 1, "IdToken": "a.' + b"W1tb" * 20_000 + b'.c"}}',
    ),
    "challenge-of-nobody": answering(
        200,
        b'{"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s", "ChallengeParameters": {"USER_ID_FOR_SRP": 5}}',
    ),
    "redirect": answering(302, b"{}", Location="http://127.0.0.1:9/"),
    "not-http": answering(999, b"{}"),
}
NO_SUCCESS: dict[str, Fault] = {
    "html": GARBAGE["html"],
    "array": GARBAGE["array"],
    "cut off": answering(200, b"{}", Content_Length="100"),
    "an error": answering(200, b'{"__type": "InternalErrorException", "message": ""}'),
}
"""Instead of the empty object that is a success of many operations."""


UNUSABLE_PROFILES = {
    "without sub": b'{"Username": "u", "UserAttributes": []}',
    "without a name": b'{"UserAttributes": [{"Name": "sub", "Value": "s"}]}',
    "of numbers": b'{"Username": 5, "UserAttributes": [{"Name": "sub", "Value": 5}]}',
    "of lists": b'{"Username": "u", "UserAttributes": [{"Name": "sub", "Value": ["s"]}]}',
}
SPELLINGS_OF_THROTTLING: dict[str, Fault] = {
    "without a message": answering(400, b'{"__type": "ThrottlingException", "message": null}'),
    "in a header": answering(400, b"{}", x_amzn_errortype="TooManyRequestsException:http://internal.amazon.com/"),
    "as a code": answering(400, b'{"code": "com.amazon.coral.service#ThrottlingException"}'),
    "by the status alone": answering(429, b""),
    "by a proxy": answering(429, b"<html>Slow down</html>"),
}
