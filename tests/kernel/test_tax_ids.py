import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.tax_ids import check_tax_id


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("TW", "04595257"),
        ("TW", "00501508"),
        ("TW", "62140097"),
        ("CN", "91110000600037341L"),
        ("HK", "12345678"),
        ("HK", "12345678-000-01-26-1"),
        ("DE", "DE136695976"),
        ("GB", "GB980780684"),
        ("CH", "CHE-107.787.577 IVA"),
        ("AQ", "123"),
    ],
)
def test_numbers_that_can_be_right(country: str, number: str) -> None:
    assert check_tax_id(country, number) is None


@pytest.mark.parametrize(
    ("country", "number", "problem"),
    [
        ("TW", "00501502", "the check digit of the 統一編號 is wrong"),
        ("TW", "0050150", "a 統一編號 has 8 digits"),
        ("TW", "٠٠٥٠١٥٠٨", "a tax number has digits and capital letters only"),
        ("CN", "91110000600037341M", "the check digit of the tax number is wrong"),
        ("CN", "9111000060003734", "the tax number has too many or too few characters"),
        ("CN", "91110000600037341O", "the tax number is not formed as its country forms them"),
        ("HK", "1234", "a business registration number has 8 digits"),
        ("DE", "DE136695978", "the check digit of the tax number is wrong"),
        ("DE", "de136695976", "a tax number has digits and capital letters only"),
        ("AQ", "", "a tax number has digits and capital letters only"),
    ],
)
def test_numbers_that_cannot(country: str, number: str, problem: str) -> None:
    assert check_tax_id(country, number) == problem


@given(st.sampled_from(["CN", "TW", "HK", "DE", "US", "AQ", "IN"]), st.text(max_size=30))
def test_no_text_breaks_it(country: str, text: str) -> None:
    assert check_tax_id(country, text) is None or text not in {"00501508", "91110000600037341L"}
