"""The token that a command reads from a file or from standard input."""

import io

import pytest

from vestibule.cli.token_file import read_token


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "shown"), [(Terminal, "Paste the token, then press Enter and Ctrl-D.\n"), (io.StringIO, "")]
)
def test_somebody_at_a_terminal_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str], kind: type[io.StringIO], shown: str
) -> None:
    assert read_token(kind(" a.b.c\n")) == "a.b.c"  # type: ignore[arg-type]
    assert capsys.readouterr() == ("", shown)


@pytest.mark.parametrize("text", ["a.b.c", "Bearer a.b.c", "bearer  a.b.c ", " BEARER a.b.c\n"])
def test_scheme_of_a_header_is_left_out(text: str) -> None:
    assert read_token(io.StringIO(text)) == "a.b.c"  # type: ignore[arg-type]
