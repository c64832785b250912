"""A test that is not marked finds no judge, and fails if it asks one."""

import subprocess

import pytest

from tests.judges import JUDGES, NoJudges, require_judge


@pytest.mark.parametrize("judge", JUDGES)
def test_no_judge_answers_who_is_not_marked(judge: str, no_judges: NoJudges) -> None:
    assert subprocess.run([judge, "--version"], check=False).returncode == 127
    assert no_judges.asked() == [judge]


def test_who_requires_a_judge_has_to_be_marked() -> None:
    with pytest.raises(pytest.fail.Exception, match="is to be marked"):
        require_judge("strace")


def test_who_asks_one_all_the_same_is_failed(no_judges: NoJudges) -> None:
    subprocess.run(["sh", "-c", "hledger --version; pdftotext"], check=False)
    assert no_judges.asked() == ["hledger", "pdftotext"]
    assert no_judges.asked() == []
