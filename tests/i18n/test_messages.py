"""The catalogues hold exactly what the code and the templates say."""

import ast

import pytest

from pcbsales.i18n.language import Language
from scripts import messages
from scripts.message_ids import Module, Reader

CHINESE = [language for language in Language if language.is_chinese]


@pytest.mark.parametrize("language", CHINESE)
def test_the_catalogue_is_complete_without_stale_entries_and_with_the_same_gaps(
    language: Language,
) -> None:
    assert messages.problems(language) == []


DEFINITIONS = """
class PcbsalesError(Exception):
    def __init__(self, msgid, /, **values): ...
class RefusedError(PcbsalesError): ...
class OwnError(RefusedError):
    def __init__(self, x):
        super().__init__("own", x=x)
@dataclass
class Parser:
    kind: str
    accepted: str
def wrong(rule, msgid, **values): ...
def phrase(msgid, /, **values): ...
class Workspace:
    def translate(self, msgid, /, **values): ...
TOO_BIG = "m {a}"
"""


def found_in(code: str) -> list[str]:
    modules = (Module("definitions.py", ast.parse(DEFINITIONS)), Module("a.py", ast.parse(code)))
    own, *found = (text for text, _ in Reader(modules).found())
    assert own == "own"
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    "code",
    [
        "raise RefusedError('m {a}', a=1)",
        "kernel.RefusedError('m {a}', a=1)",
        "Finding(path, 3, 'rule.name', 'm {a}', {'a': 1})",
        "Finding(path=p, line=3, rule='rule.name', message='m {a}')",
        "Column('key', 'm {a}', Align.RIGHT)",
        "Table(columns, rows, title='m {a}')",
        "Table(columns, rows, remarks=(('m {a}', (('a', 1),)),))",
        "Table(c, r, remarks=(('m {a}', (('a', x),)),) if x else ())",
        "Table(c, r, remarks=tuple(('m {a}', (('a', x),)) for x in y))",
        "PydanticCustomError('rule.name', 'm {a}', {'a': 1})",
        "wrong('rule.name', 'm {a}', a=1)",
        "ws.translate('m {a}', a=1)",
        "Commands('noun', 'module:app', 'm {a}')",
        "phrase('m {a}', a=1)",
        "OwnError(1); RefusedError('m {a}', a=1)",
        "RefusedError(TOO_BIG, a=1)",
        "translator(language)(text or 'm {a}')",
        "Parser('kind', 'm {a}')",
        "Parser('kind', accepted='m {a}')",
        "def own(x, msgid): ...\nown(1, 'm {a}')",
        "def remark(x): return ('m {a}', (('a', x),))",
        "Table(columns, rows, remarks=(('m {a}', ()),))",
        "Table(columns, rows, remarks=tuple(('m {a}', values) for values in all))",
        "def remarks(x): return [('m {a}', x.values)]",
        "class Own:\n    def __init__(self, line, msgid, /): ...\nOwn(3, 'm {a}')",
        "RefusedError(problem, fault='m {a}')",
        "Rule(asks='m {a}', remedy=_SOMETHING)",
        "def check(x) -> MessageId | None: return None if x else 'm {a}'",
        "_SAID: dict[str, MessageId] = {'key': 'm {a}'}",
        "_SAID: dict[MessageId, Look] = {'m {a}': look}",
        "_SAID: tuple[MessageId, ...] = ('m {a}',)",
        "@app.command()\ndef show():\n    'm {a}'",
        "@app.command('show', help='m {a}')\ndef show(): ...",
        "x: Annotated[str, typer.Option(help='m {a}')] = ''",
    ],
)
def test_every_way_of_saying_something_is_found(code: str) -> None:
    assert found_in(code) == ["m {a}"]


def test_both_branches_of_a_condition_are_found() -> None:
    assert found_in("t('one') if n == 1 else t('many')") == ["one", "many"]
    assert found_in("phrase('one' if n == 1 else 'many')") == ["one", "many"]


def test_gaps() -> None:
    assert messages.gaps("{a} of {b!r}, {a}") == {"a", "b"}
