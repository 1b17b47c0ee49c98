"""What only CreateUserPool takes: attributes and the form of usernames. Custom attributes can be added."""

from collections.abc import Iterator, Mapping
from typing import Any

from vestibule.cognito.provisioning.documents.pool import custom_attribute, fixed_settings
from vestibule.cognito.provisioning.plan import Effect, Obstacle, Part, Step, of_pool
from vestibule.cognito.provisioning.pool_state import PoolState
from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile

NEW_POOL = "needs a new pool: create one from a file with another name, and let users move to it (docs/pool.md)"
LONGEST = ("0", "2048")


def attributes_part(file: PoolFile, state: PoolState | None) -> Part:
    """Add custom attributes. A new pool has them from the start."""
    if state is None:
        return
    entries = {entry["Name"]: entry for entry in state.pool.get("SchemaAttributes", [])}
    missing = [name for name in file.custom_attributes if f"custom:{name}" not in entries]
    if missing:
        request = [custom_attribute(name, file.custom_attributes[name]) for name in missing]
        yield Step(
            f"attributes {', '.join(f'custom:{name}' for name in missing)}",
            Effect.OTHER_CALL,
            "AddCustomAttributes",
            of_pool({"CustomAttributes": request}),
        )


def fixed_part(file: PoolFile, pool: Document) -> Iterator[Obstacle]:
    """What differs in what only CreateUserPool takes."""
    wanted = fixed_settings(file)
    for member in ("UsernameAttributes", "AliasAttributes"):
        if sorted(wanted.get(member, [])) != sorted(pool.get(member, [])):
            yield _obstacle("user pool", member, pool.get(member, []), wanted.get(member, []))
    sensitive = pool.get("UsernameConfiguration", {}).get("CaseSensitive", True)
    if sensitive != file.sign_in.case_sensitive:
        yield _obstacle("user pool", "UsernameConfiguration.CaseSensitive", sensitive, file.sign_in.case_sensitive)
    entries = {entry["Name"]: entry for entry in pool.get("SchemaAttributes", [])}
    for entry in wanted.get("Schema", []):
        name = entry["Name"] if entry["Name"] in file.attributes else f"custom:{entry['Name']}"
        if name in entries:
            yield from _attribute(name, entry, entries[name])
    for name, entry in entries.items():
        if entry.get("Required") and name != "sub" and name not in file.attributes:
            yield _obstacle(f"attribute {name}", "Required", actual=True, wanted=False)


def _attribute(name: str, wanted: Document, actual: Document) -> Iterator[Obstacle]:
    for member, default in (("AttributeDataType", "String"), ("Mutable", True), ("Required", False)):
        have, want = actual.get(member, default), wanted.get(member, default)
        if have != want:
            yield _obstacle(f"attribute {name}", member, have, want)
    for member in ("StringAttributeConstraints", "NumberAttributeConstraints"):
        have, want = _limits(actual, member), _limits(wanted, member)
        is_standard = not name.startswith("custom:")
        if have != want and not (is_standard and want == LONGEST):  # the file says nothing about its length
            yield _obstacle(f"attribute {name}", member, have, want)


def _limits(entry: Mapping[str, Any], member: str) -> tuple[str, ...]:
    limits = entry.get(member, {})
    if member.startswith("String"):
        return (
            (str(limits.get("MinLength", "0")), str(limits.get("MaxLength", "2048")))
            if entry.get("AttributeDataType") == "String"
            else ()
        )
    return tuple(str(limits[name]) for name in ("MinValue", "MaxValue") if name in limits)


def _obstacle(resource: str, member: str, actual: object, wanted: object) -> Obstacle:
    return Obstacle(resource, f"{member}: {actual} → {wanted}", NEW_POOL)
