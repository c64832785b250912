"""``--request-id`` from the command line."""

import json

import pytest

from tests.conftest import Pcbsales

NEW = ("person", "new", "HUAYI", "Chen Li", "--department", "quality")


@pytest.mark.usefixtures("ledger_folder")
class TestRequestId:
    def test_the_same_answer_twice_in_text_and_json(self, pcbsales: Pcbsales) -> None:
        first = pcbsales("--request-id", "a", *NEW)
        again = pcbsales("--request-id", "a", *NEW)
        assert (first.code, again.code) == (0, 0)
        assert first.out == again.out
        assert again.err == "this request was done before; nothing was done again\n"
        told = json.loads(pcbsales("--request-id", "a", *NEW, "-o", "json").out)
        assert told["commit"].startswith(first.out.split()[0])

    def test_json_first_is_the_same_json_after(self, pcbsales: Pcbsales) -> None:
        words = ("--request-id", "a", "quote", "new", "HUAYI", "HY-4410", "-q", "200", "-o", "json")
        assert pcbsales(*words).out == pcbsales(*words).out != ""

    def test_other_arguments_are_refused(self, pcbsales: Pcbsales) -> None:
        pcbsales("--request-id", "a", *NEW)
        other = pcbsales("--request-id", "a", *NEW, "--title", "QA")
        assert other.code == 1
        assert "used for something else" in other.err

    def test_the_variable_does_the_same_and_reading_is_left_alone(
        self, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PCBSALES_REQUEST_ID", "b")
        assert pcbsales(*NEW).out == pcbsales(*NEW).out
        assert "Chen Li" in pcbsales("person", "list").out

    def test_a_preview_is_no_request(self, pcbsales: Pcbsales) -> None:
        preview = pcbsales("--request-id", "c", *NEW, "-n")
        assert "dry run" in preview.err
        assert pcbsales("--request-id", "c", *NEW).err.startswith("next:")
        assert "dry run" in pcbsales("--request-id", "c", *NEW, "-n").err

    @pytest.mark.parametrize("form", [(), ("-o", "json")])
    def test_a_request_that_waits_names_the_same_deciders(
        self, pcbsales: Pcbsales, form: tuple[str, ...]
    ) -> None:
        standing_in = ("--actor", "QIN", "staff", "deputy", "QIN", "CHEN", "--until", "+5d")
        assert pcbsales(*standing_in).code == 0
        words = ("--actor", "WANG", "--request-id", "d", "staff", "deputy", "LIN", "WANG")
        first, again = (pcbsales(*words, "--until", "+5d", *form) for _ in range(2))
        assert (first.code, again.code) == (6, 6), first.err
        assert again.out == first.out
        assert "Qin Wei (QIN)" in first.err + first.out
        assert "Chen Jia (CHEN)" in first.err + first.out
        told = "this request was done before; nothing was done again\n"
        assert again.err.replace(told, "") == first.err
