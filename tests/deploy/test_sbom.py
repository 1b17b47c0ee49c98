"""The software bill of materials lists what the image of the API installs."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "api.txt"


def test_every_locked_package_is_listed_with_its_hashes(tmp_path: Path) -> None:
    bom = tmp_path / "api.json"
    program = Path(sys.executable).parent / "cyclonedx-py"
    subprocess.run([program, "requirements", "--of", "JSON", "-o", bom, LOCK], check=True, capture_output=True)

    components = json.loads(bom.read_text())["components"]

    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", LOCK.read_text(), re.MULTILINE))
    assert {component["name"] for component in components} == locked
    assert all(component["externalReferences"][0]["hashes"] for component in components)
