"""Templates: what they may do, and that data never becomes markup."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateError, TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError

from pcbsales.documents.environment import TemplateRefusedError, environment
from pcbsales.documents.places import data_folder
from pcbsales.i18n.catalogue import MissingMessageError
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import phrase
from pcbsales.kernel.money import Money


def rendered(
    folder: Path,
    source: str,
    *,
    language: Language = Language.ENGLISH,
    kind: str = "typ",
    **view: Any,
) -> str:
    name = f"a.{kind}.j2"
    (folder / name).write_text(source, encoding="utf-8")
    return environment(name, language, (folder,)).get_template(name).render(**view)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('#read("x")', r'#"#read(\"x\")";'),
        ("\\", r'#"\\";'),
        ('\\"', r'#"\\\"";'),
        ("$x$ *b* @ref <label> // /* [x] (x) .pdf", '#"$x$ *b* @ref <label> // /* [x] (x) .pdf";'),
        (Money(Decimal("1757.8"), "CNY"), '#"1,757.80 CNY";'),
        (date(2026, 11, 23), '#"23 Nov 2026";'),
        (phrase("{n} layers", n=4), '#"4 layers";'),
    ],
)
def test_a_shown_value_is_a_quoted_string(tmp_path: Path, value: object, shown: str) -> None:
    assert rendered(tmp_path, "{{ x }}.pdf", x=value) == f"{shown}.pdf"


def test_a_message_quotes_what_fills_it(tmp_path: Path) -> None:
    source = '{{ t("{quantities}: {what}", quantities=x, what="y") }}'
    assert rendered(tmp_path, source, x="#a") == '#"#a: y";'
    chinese = rendered(tmp_path, source, language=Language.SIMPLIFIED_CHINESE, x="#a")
    assert chinese == '#"#a：y";'


def test_a_message_may_hold_markup_of_the_template(tmp_path: Path) -> None:
    source = (
        "{% macro bold(x) %}*{{ x }}*{% endmacro %}"
        '{{ t("{quantities}: {what}", quantities=bold(x), what="[y]") }}'
    )
    assert rendered(tmp_path, source, x="#a") == '#"";*#"#a";*#": ";#"[y]";'


def test_a_run_longer_than_a_column_may_break(tmp_path: Path) -> None:
    long, short = "W" * 90, "https://example.com/a"
    assert rendered(tmp_path, "{{ x }}", x=short) == f'#"{short}";'
    shown = rendered(tmp_path, "{{ x }}", x=long)
    assert shown.replace("\u200b", "") == f'#"{long}";'
    assert max(map(len, shown.split("\u200b"))) < 45


def test_macros_and_call_blocks_write_markup(tmp_path: Path) -> None:
    source = (
        "{% macro box(x) %}#box[{{ x }}{{ caller() }}]{% endmacro %}"
        '{% call box("*a*") %}*{{ "_b_" }}*{% endcall %}'
    )
    assert rendered(tmp_path, source) == '#box[#"*a*";*#"_b_";*]'


def test_markup_offers_no_way_to_glue_data_to_it(tmp_path: Path) -> None:
    source = '{% macro m() %}*{}*{% endmacro %}{{ m().format("#a") }}'
    with pytest.raises(UndefinedError):
        rendered(tmp_path, source)


def test_arguments_in_code(tmp_path: Path) -> None:
    assert rendered(tmp_path, "#f({{ x|arg }}, {{ n|digits }})", x='a"b', n=12) == r'#f("a\"b", 12)'
    with pytest.raises(TypeError, match="is no number"):
        rendered(tmp_path, "{{ x|digits }}", x="1); #read(")


@pytest.mark.parametrize(
    "source",
    [
        "{{ x ~ 'y' }}",
        "{{ x|safe }}",
        "{{ x|urlize }}",
        "{{ x|format }}",
        "{% autoescape true %}{% endautoescape %}",
        "{% trans %}x{% endtrans %}",
        "{% filter safe %}{{ x }}{% endfilter %}",
    ],
)
def test_ways_around_the_quoting_do_not_compile(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateError):
        rendered(tmp_path, source, x="x")


def test_every_packaged_template_compiles() -> None:
    folder = data_folder("templates")
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.j2"))]
    assert "quoting/quotation.typ.j2" in names
    for name in names:
        environment(name, Language.ENGLISH, (folder,)).get_template(name)


@pytest.mark.parametrize("kind", ["typ", "html", "text"])
def test_undefined_values_and_none_are_errors(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(tmp_path, "{{ nothing }}", kind=kind)
    with pytest.raises(TypeError, match="cannot show None"):
        rendered(tmp_path, "{{ x }}", kind=kind, x=None)


def test_an_unknown_message_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingMessageError):
        rendered(tmp_path, '{{ t("never said") }}', language=Language.TRADITIONAL_CHINESE)


def test_templates_reach_no_internals(tmp_path: Path) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        rendered(tmp_path, "{{ x.__class__.__mro__ }}", x="a")


def test_html_escapes_and_text_does_not(tmp_path: Path) -> None:
    source = "{{ x }} {{ n }} {{ day|iso }}"
    values: dict[str, Any] = {"x": "<b>&", "n": 1200, "day": date(2026, 11, 23)}
    html = rendered(tmp_path, source, kind="html", **values)
    assert html == "&lt;b&gt;&amp; 1,200 2026-11-23"
    assert rendered(tmp_path, source, kind="text", **values) == "<b>& 1,200 2026-11-23"


def test_a_loader_stays_in_its_folders(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "link.text.j2").symlink_to(tmp_path / "secret")
    for name in ("../secret", str(tmp_path / "secret"), "link.text.j2"):
        with pytest.raises(TemplateNotFound):
            rendered(folder, "{% include name %}", kind="text", name=name)


def test_packages_from_the_network_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateRefusedError):
        rendered(tmp_path, '#import "@preview/tablex:0.1.0": *')


def test_the_first_folder_that_has_a_template_wins(tmp_path: Path) -> None:
    for name in ("own", "packaged"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.text.j2").write_text(name)
    folders = (tmp_path / "own", tmp_path / "packaged")
    made = environment("a.text.j2", Language.ENGLISH, folders)
    assert made.get_template("a.text.j2").render() == "own"
