"""Tables and values for programs: TSV, CSV, JSON."""

import csv
import io
import json

from pcbsales.documents.cells import data_cell
from pcbsales.kernel.tables import Table


def render_delimited(table: Table, *, delimiter: str) -> str:
    r"""The rows under their keys, without totals and remarks; *delimiter* is ``,`` or a tab.

    With a tab no cell is quoted: tabs and line ends inside text become spaces, so that ``cut`` and
    ``awk`` see one line per row. With a comma, text that a spreadsheet would take for a formula
    gets an apostrophe. Amounts are written ``1757.80 CNY``.
    """
    sheet = delimiter != "\t"
    rows = [[column.key for column in table.columns]]
    rows.extend([data_cell(cell, sheet=sheet) for cell in row] for row in table.rows)
    if not sheet:
        return "".join("\t".join(map(_flat, row)) + "\n" for row in rows)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _flat(cell: str) -> str:
    return " ".join(cell.splitlines()).replace("\t", " ")


def render_json(value: object) -> str:
    """*value* as JSON for people and programs: two spaces deep, any script as it is written.

    TypeError for what has no documented JSON shape, and ValueError for NaN and infinity.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
