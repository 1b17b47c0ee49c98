"""Cells of CSV files that spreadsheets open.

A spreadsheet runs a cell that begins like a formula, and users choose their own names. So an apostrophe goes in front
of such a value, as OWASP recommends, and is removed again when the file is read.
"""

APOSTROPHE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", APOSTROPHE)


def protect(value: str) -> str:
    """The value as a cell that no spreadsheet takes for a formula."""
    return APOSTROPHE + value if value.startswith(FORMULA_STARTS) else value


def restore(cell: str) -> str:
    """The value of a cell, also of one that a person wrote without an apostrophe."""
    return cell[1:] if cell.startswith(APOSTROPHE) and cell[1:].startswith(FORMULA_STARTS) else cell
