"""The documents of groups."""

from vestibule.cognito.transport.aws import Document
from vestibule.pool_file.groups import Group


def group(name: str, table: Group) -> Document:
    """CreateGroup and UpdateGroup. What the file leaves out stays as it is."""
    given = {"Description": table.description, "Precedence": table.precedence, "RoleArn": table.role_arn}
    return {"GroupName": name, **{member: value for member, value in given.items() if value is not None}}
