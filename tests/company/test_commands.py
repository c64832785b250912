"""The company's commands as a user runs them, in a ledger of the tests' firm."""

import json
from pathlib import Path

import pytest

from pcbsales.registry import catalogue
from pcbsales.store.git.program import Git, Identity
from pcbsales.store.keeping.founding import found
from pcbsales.store.layout import path_of
from pcbsales.store.text.round_trip import dump
from tests.company.builders import POLICIES, a_calendar, a_person, an_entity
from tests.conftest import Pcbsales

VP = a_person(
    id="WANG-JUN", name={"en": "Wang Jun"}, emails=["jun@lychee.example"], roles=["sales_vp"]
)
MANAGER = a_person(reports_to="WANG-JUN", entity="SZ")


@pytest.fixture(autouse=True)
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "firm"
    found(folder, author=Identity("Lin Mei", "mei.lin@lychee.example"), actor="LIN-MEI")
    kinds = catalogue()
    for record in (an_entity(), VP, MANAGER, a_calendar(), *POLICIES):
        path = folder / path_of(kinds.kind_of(type(record)), record.id)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(dump(record.tree()))
    git = Git(folder)
    git.run("config", "user.name", "Lin Mei")
    git.run("config", "user.email", "Mei.Lin@lychee.example")
    git.run("add", "ledger")
    git.run("commit", "--quiet", "--message=Firm")
    monkeypatch.chdir(folder)
    return folder


def test_the_firm_is_sound_and_knows_who_asks(pcbsales: Pcbsales) -> None:
    checked = pcbsales("check")

    assert (checked.code, checked.out) == (0, ""), checked
    assert "LIN-MEI" in pcbsales("whoami").out


def test_the_days_of_a_month(pcbsales: Pcbsales) -> None:
    answer = pcbsales("calendar", "days", "2026-09", "-o", "json")

    report = json.loads(answer.out)
    assert report["working_days"] == 22
    assert report["days"][19]["kind"] == "make_up"


def test_working_days_are_counted_from_a_day(pcbsales: Pcbsales) -> None:
    answer = pcbsales(
        "calendar", "count", 5, "--from", "2026-09-28", "--calendar", "szx", "-o", "json"
    )

    assert json.loads(answer.out)["reached"] == "2026-10-10"


def test_working_days_as_a_date_on_the_command_line(pcbsales: Pcbsales) -> None:
    answer = pcbsales("entity", "tax", "SZ", "CN", "--as-of", "+5bd", "-o", "json")

    assert json.loads(answer.out)["as_of"] == "2026-11-09"  # day zero is Monday the 2nd


def test_a_year_of_forecast_days_says_so(pcbsales: Pcbsales) -> None:
    answer = pcbsales("calendar", "days", "2027-02", "-o", "table")

    assert "2027 in CN are not official yet" in " ".join(answer.out.split())


def test_the_line_of_report(pcbsales: Pcbsales) -> None:
    answer = pcbsales("staff", "line", "mei", "-o", "json")

    assert [step["id"] for step in json.loads(answer.out)["line"]] == ["LIN-MEI", "WANG-JUN"]


def test_the_tax_on_a_sale(pcbsales: Pcbsales) -> None:
    answer = pcbsales("entity", "tax", "SZ", "de", "-o", "json")

    assert json.loads(answer.out)["treatment"] == "zero_export"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("entity", "tax", "SZ", "XX"), 2, "XX is no country"),
        (("entity", "tax", "SZ", "DE", "--as-of", "2019-01-01"), 1, "no tax-policy is in force"),
        (("calendar", "days", "09-2026"), 2, "is not a period"),
        (("calendar", "count", "5", "--from", "01/02/26"), 2, "is not a day"),
        (("calendar", "count", "5000"), 1, "does not know the holidays of 2030"),
        (("staff", "line", "NOBODY"), 2, "there is no staff NOBODY"),
    ],
)
def test_refusals_say_what_would_do(
    pcbsales: Pcbsales, words: tuple[str, ...], code: int, says: str
) -> None:
    answer = pcbsales(*words)

    assert answer.code == code
    assert says in answer.err
    assert answer.out == ""


def test_who_has_left_cannot_act(pcbsales: Pcbsales, firm: Path) -> None:
    path = firm / "ledger/staff/LIN-MEI.yaml"
    path.write_text(path.read_text("utf-8") + "valid_until: 2026-01-31\n", "utf-8")
    git = Git(firm)
    git.run("commit", "--quiet", "--all", "--message=Gone")

    answer = pcbsales("calendar", "days", "2026-09")

    assert answer.code == 4
    assert "no staff record has the e-mail" in answer.err
