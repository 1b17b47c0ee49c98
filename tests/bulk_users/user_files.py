"""Files of users for the tests, and what the log of an import says."""

import json
from pathlib import Path
from typing import Any


def record(email: str, **more: Any) -> dict[str, Any]:
    attributes = {"email": email, "email_verified": "true"} | more.pop("attributes", {})
    return {"username": "5b9f50a3-05da-454a-8b99-b79c2349de77", "attributes": attributes} | more


def write(*records: dict[str, Any], name: str = "users.jsonl") -> Path:
    path = Path(name)
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in records))
    return path


def outcomes(path: str = "users.jsonl.import.jsonl") -> dict[int, str]:
    documents = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return {document["line"]: document["outcome"] for document in documents if "line" in document}
