"""The lines of `.env` that `apply` writes, and those that it leaves alone."""

import tempfile
from pathlib import Path

import pytest

from vestibule.cli.pool.env_file import write_env_file

POOL = {"COGNITO_USER_POOL_ID": "eu-west-1_New", "COGNITO_CLIENT_ID": "a,b"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "COGNITO_USER_POOL_ID=eu-west-1_New\nCOGNITO_CLIENT_ID=a,b\n"),
        ("A=1", "A=1\nCOGNITO_USER_POOL_ID=eu-west-1_New\nCOGNITO_CLIENT_ID=a,b\n"),
        (
            "#COGNITO_USER_POOL_ID=x\nexport COGNITO_CLIENT_ID='old'\nB=2\n",
            "#COGNITO_USER_POOL_ID=x\nCOGNITO_CLIENT_ID=a,b\nB=2\nCOGNITO_USER_POOL_ID=eu-west-1_New\n",
        ),
        (
            "COGNITO_CLIENT_ID=1\nCOGNITO_CLIENT_ID=2\n",
            "COGNITO_CLIENT_ID=a,b\n# COGNITO_CLIENT_ID=2\nCOGNITO_USER_POOL_ID=eu-west-1_New\n",
        ),
        (
            "COGNITO_CLIENT_SECRET=old\nC=3\n",
            "# COGNITO_CLIENT_SECRET: not needed\nC=3\nCOGNITO_USER_POOL_ID=eu-west-1_New\nCOGNITO_CLIENT_ID=a,b\n",
        ),
    ],
)
def test_lines_of_the_pool_are_replaced_and_others_kept(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / ".env"
    if before:
        path.write_text(before, "utf-8")
        path.chmod(0o644)

    write_env_file(path, POOL, without="COGNITO_CLIENT_SECRET")

    assert path.read_text("utf-8") == after
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


def test_nothing_is_written_if_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    write_env_file(path, POOL)
    written = path.stat().st_mtime_ns

    assert write_env_file(path, POOL) == []
    assert path.stat().st_mtime_ns == written


def test_symbolic_link_stays_one(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.symlink_to(tmp_path / "shared")

    write_env_file(path, POOL)

    assert path.is_symlink()
    assert (tmp_path / "shared").read_text("utf-8").startswith("COGNITO_USER_POOL_ID")


def test_the_new_file_is_written_beside_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "another file system"))

    assert write_env_file(tmp_path / ".env", POOL) == [*POOL]


def test_failure_leaves_no_second_file(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    with pytest.raises(IsADirectoryError):
        write_env_file(tmp_path / ".env", POOL)
    assert [file.name for file in tmp_path.iterdir()] == [".env"]
