"""The base class of every error that a client sees."""

from typing import ClassVar


class AppError(Exception):
    """An error with its HTTP status; `api/http/problems.py` turns it into a problem+json response.

    `code` is stable and machine-readable; `title` is one English sentence without any request data.
    `field` names the invalid member; `retry_after` is in whole seconds; `detail` may be shown to the user.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str | None = None, *, field: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.field = field
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """Response headers of this error."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
