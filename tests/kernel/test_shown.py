"""What people read otherwise than programs do, in each language and each form of a table."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pcbsales.documents.delimited import render_delimited
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.shown import NamedId, Several, Shown, Word, percent_up
from pcbsales.kernel.tables import Column, Table
from pcbsales.registry import catalogue

LIN = NamedId("LIN", LocalText(en="Lin Mei", zh_hans="林梅"))
QIN = NamedId("QIN", LocalText(en="Qin Wei"))
TRADITIONAL = Language.TRADITIONAL_CHINESE


@given(st.decimals(0, 100, places=8))
def test_a_percentage_is_shown_at_two_places_and_never_below_what_it_is(percent: Decimal) -> None:
    shown = percent_up(percent)
    assert percent <= shown < percent + Decimal("0.01")
    assert shown == round(shown, 2)


def test_people_are_named_in_the_readers_language() -> None:
    t = translator(TRADITIONAL)
    assert t("{names}", names=Several((LIN, QIN))) == "林梅 (LIN)、Qin Wei (QIN)"
    assert translator(Language.ENGLISH)("{names}", names=Several((LIN, QIN))) == (
        "Lin Mei (LIN), Qin Wei (QIN)"
    )
    assert str(Several()) == "-"


def test_roles_are_said_in_the_readers_words() -> None:
    roles = Several(map(Word, ("sales_vp", "head_of_sales")))
    assert translator(Language.ENGLISH)("{roles}", roles=roles) == "sales VP, head of sales"
    assert translator(TRADITIONAL)("{roles}", roles=roles) == "業務副總、業務總監"


def test_an_action_is_said_in_words_and_kept_as_its_id() -> None:
    action = catalogue().action("quote.below-floor")
    table = Table((Column("action", "Action"),), ((action,), (catalogue().action("test.spend"),)))
    assert render_delimited(table, delimiter="\t").splitlines()[1:] == [
        "quote.below-floor",
        "test.spend",
    ]
    screen = render_table(table, width=80, language=TRADITIONAL, colour=False)
    assert "低於價格表報價" in screen
    assert "test.spend" in screen


def test_a_rounded_figure_stays_exact_for_programs() -> None:
    exact = Decimal("6.70155877")
    table = Table((Column("percent", "Percent"),), ((Shown(exact, percent_up(exact)),),))
    assert render_delimited(table, delimiter=",").splitlines()[1] == "6.70155877"
    assert "6.71" in render_table(table, width=80, language=Language.ENGLISH, colour=False)
