"""docs/embedding.md works as written: its application, and the tests of that application."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "embedding.md").read_text()


def test_application_of_the_page_passes_the_tests_of_the_page(tmp_path: Path) -> None:
    for module in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        name = re.match(r'"""(\w+\.py)', module)
        assert name
        (tmp_path / name[1]).write_text(module)
    pytest = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "test_reports.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}

    done = subprocess.run(
        pytest, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout
