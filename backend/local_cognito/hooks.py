"""Lambda triggers as HTTP hooks: the event is POSTed as JSON, the response is the event with `response` filled in.

A hook refuses an operation like a Lambda function that raises: with a status of 400 to 499 and
`{"errorMessage": "…"}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import urllib3

from local_cognito.errors import (
    InvalidLambdaResponseException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
)

# Cognito's limit for the response of a trigger.
TIMEOUT_SECONDS = 5
Event = Mapping[str, object]


def _pool_manager() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=TIMEOUT_SECONDS, retries=False)


@dataclass(frozen=True)
class Hooks:
    """The URL of each trigger that has a hook, by its name in LambdaConfig."""

    urls: Mapping[str, str] = field(default_factory=dict)
    _http: urllib3.PoolManager = field(default_factory=_pool_manager)

    def call(self, name: str, event: Event) -> Event:
        """Send the event. Returns the `response` in the returned event.

        Raises UserLambdaValidationException if the hook refuses, UnexpectedLambdaException if it fails or does not
        respond in time, InvalidLambdaResponseException if what it returns is not an event.
        """
        try:
            returned = self._http.request("POST", self.urls[name], json=event)
        except urllib3.exceptions.HTTPError as error:
            raise UnexpectedLambdaException(f"{name} invocation failed due to error {type(error).__name__}.") from error
        content = _parse(returned.data)
        if returned.status != 200:
            text = content.get("errorMessage") if content else None
            if 400 <= returned.status < 500 and text is not None:
                raise UserLambdaValidationException(f"{name} failed with error {text}.")
            raise UnexpectedLambdaException(f"{name} invocation failed due to error HTTP {returned.status}.")
        response = content.get("response") if content else None
        if not isinstance(response, dict):
            raise InvalidLambdaResponseException("Unrecognizable lambda output")
        return response


def _parse(data: bytes) -> dict[str, object] | None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
