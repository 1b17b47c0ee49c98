"""Groups."""

from pydantic import Field

from vestibule.pool_file.table import Arn, Table


class Group(Table):
    """A group; its name is the table's."""

    description: str | None = Field(None, max_length=2048)
    precedence: int | None = Field(None, ge=0)
    """Lower wins, where a user's groups have different roles."""
    role_arn: Arn | None = None
    """The IAM role of members, for AWS credentials."""
