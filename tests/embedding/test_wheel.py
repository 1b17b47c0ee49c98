"""The wheel works with only its declared dependencies installed."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = (
    "import vestibule, vestibule.testing, vestibule.main, vestibule.cli; "
    "print(*(getattr(vestibule, name) is not None for name in vestibule.__all__))"
)
BUILD_SECONDS = 60


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` builds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=BUILD_SECONDS)
    return next(folder.glob("*.whl"))


@pytest.fixture
def site_packages(wheel: Path, tmp_path: Path) -> Path:
    """A folder with the wheel and links to its direct and indirect dependencies, and nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
        metadata = next(name for name in archive.namelist() if name.endswith("METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    declared = [Requirement(line.partition(": ")[2]) for line in lines if line.startswith("Requires-Dist: ")]
    for name in closure(declared):
        link(name, tmp_path)
    return tmp_path


def closure(requirements: list[Requirement]) -> set[str]:
    """The names of all distributions that the requirements install, directly or indirectly."""
    found: set[str] = set()
    pending = [(requirement, extra) for requirement in requirements for extra in ("", *requirement.extras)]
    while pending:
        requirement, extra = pending.pop()
        found.add(requirement.name)
        pending += [step for step in needed_by(requirement.name, extra) if step[0].name not in found or step[1]]
    return found


def needed_by(name: str, extra: str) -> Iterator[tuple[Requirement, str]]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((requirement, wanted) for wanted in ("", *requirement.extras))


def link(name: str, folder: Path) -> None:
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}:
        target = folder / top
        if not target.exists():
            target.symlink_to(Path(str(found.locate_file(top))).resolve())


def test_public_names_import_with_only_the_declared_dependencies(site_packages: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(site_packages)!r}); {PUBLIC}"
    done = subprocess.run([sys.executable, "-IS", "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == {"True"}


def test_local_cognito_is_not_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert {name.partition("/")[0] for name in archive.namelist() if ".dist-info" not in name} == {"vestibule"}


def test_wheel_is_marked_as_typed_for_the_type_checkers_of_other_applications(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert "vestibule/py.typed" in archive.namelist()
