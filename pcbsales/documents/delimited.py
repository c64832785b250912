"""Tables and values for programs: TSV, CSV, JSON."""

import csv
import io
import json
from json.encoder import encode_basestring

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
    if cell.isprintable():
        return cell
    return " ".join(cell.splitlines()).replace("\t", " ")


def render_json(value: object) -> str:
    """*value* as JSON for people and programs: two spaces deep, any script as it is written.

    TypeError for what has no documented JSON shape, and ValueError for NaN and infinity.
    """
    return _json(value, "\n") + "\n"


def _json(value: object, line: str) -> str:
    """As ``json.dumps`` has it, whose own way with lines is three times slower; *line* begins one.

    It puts together what goes over lines; of all else, and of odd keys, it is asked itself.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int:
        return str(value)
    inner = f"{line}  "
    if isinstance(value, list | tuple) and value:
        return f"[{inner}{f',{inner}'.join([_json(item, inner) for item in value])}{line}]"
    if isinstance(value, dict) and value and all([type(key) is str for key in value]):  # noqa: C419 -- quicker
        pairs = [f"{encode_basestring(key)}: {_json(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}"
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return text.replace("\n", line)
