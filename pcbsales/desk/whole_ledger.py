"""What the desk offers: the commands on the whole ledger, each loaded when it runs."""

from pcbsales.kernel.errors import MessageId

_CHECK = "pcbsales.desk.check_commands:app"
_EDITING = "pcbsales.desk.editing_commands:app"
_INDEX = "pcbsales.desk.index_commands:app"
_KEEPING = "pcbsales.desk.keeping_commands:app"
_LEDGER = "pcbsales.desk.ledger_commands:app"
_RECORD = "pcbsales.desk.record_verbs:app"
_SEARCH = "pcbsales.desk.search_commands:app"
_TRAIL = "pcbsales.desk.trail_commands:app"
_UNDO = "pcbsales.desk.undo_commands:app"

#: Commands on the whole ledger, by name: the Typer group they are in, and their line of help.
WHOLE: dict[str, tuple[str, MessageId]] = {
    "init": (_LEDGER, "Make a new ledger in a folder of its own."),
    "check": (_CHECK, "List everything that is wrong in the ledger."),
    "find": (_SEARCH, "Search all records: ids, names, numbers, amounts, notes."),
    "log": (_TRAIL, "Show a record's life field by field, or the last decisions."),
    "show": (_RECORD, "Show a record of any kind by its id."),
    "edit": (_EDITING, "Change a record's text in your editor, checked before it is recorded."),
    "undo": (_UNDO, "Take back your last decision by one that reverses it."),
    "note": (_RECORD, "Add a note to a record, or set its tags."),
    "attach": (_RECORD, "Attach files to a record; list them, or write one out again."),
    "copy": (_RECORD, "Make a new record from an old one."),
    "open": (_RECORD, "Show a record's paper, or a file of its."),
    "backup": (_KEEPING, "Save the ledger into one file, proven by restoring it."),
    "upgrade": (_KEEPING, "Move a ledger of an older format forward to this program's."),
    "whoami": (_LEDGER, "Show who you are to the ledger."),
    "index": (_INDEX, "Compare the index with the files, or build it anew."),
    "doctor": (_LEDGER, "Look over this machine and this ledger for what could go wrong."),
}
