"""What is asked beside the book's price stands among the explained steps, as on the quotation."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Pcbsales


@pytest.fixture(autouse=True)
def _in_the_sample(ledger_folder: Path) -> None:
    assert ledger_folder.is_dir()


def told(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_freight_and_metals_are_explained_as_they_are_quoted(pcbsales: Pcbsales) -> None:
    """3.96 m² at 495.00 are 1,960.20; copper 2.34 % of it 45.87; 15 kg at 5.00 are 75.00."""
    asked = ("LQ-LED-07", "-q", "500", "--freight", "-o", "json")
    part = told(pcbsales("price", "explain", *asked))
    (line,), (freight,) = part["lines"], part["charges"]
    amounts = {step["rule"]: step["amount"] for step in line["steps"]}
    assert (amounts["surcharge.copper"], line["net"]) == ("45.87", "2006.07")
    assert (freight["chargeable_kg"], freight["net"], freight["amount"]) == ("15", "75.00", "84.75")
    made = told(pcbsales("quote", "new", "LANQIAO", *asked))
    assert made["charges"] == part["charges"]
    stored = told(pcbsales("price", "explain", made["id"], "-o", "json"))
    assert stored["charges"] == part["charges"]
    assert {s["rule"] for s in stored["lines"][0]["steps"]} == amounts.keys()
    table = pcbsales("price", "explain", made["id"], "-o", "table").out
    assert "freight.cn.per_kg" in table
    assert "freight of L1: 84.75 CNY for 15 kg by Sample Courier" in table


def test_without_freight_none_is_explained(pcbsales: Pcbsales) -> None:
    found = told(pcbsales("price", "explain", "LQ-LED-07", "-q", "500", "-o", "json"))
    assert found["charges"] == []
    refused = pcbsales("price", "explain", "YUNFAN/YF-BMS-16", "-q", "500", "--freight")
    assert refused.code == 1
    assert "YUNFAN pays the freight: delivery is EXW" in refused.err
