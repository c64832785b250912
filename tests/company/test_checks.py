from pcbsales.company.checks import (
    check_calendars,
    check_emails,
    check_entities,
    check_lines_of_report,
    check_tax_policies,
)
from tests.company.builders import (
    POLICIES,
    Facts,
    a_calendar,
    a_person,
    a_policy,
    a_rule,
    an_entity,
)


def test_a_sound_firm_has_no_findings() -> None:
    chief = a_person(id="WANG-JUN", emails=["jun@lychee.example"])
    facts = Facts(an_entity(), chief, a_person(reports_to="WANG-JUN"), *POLICIES)

    for check in (check_emails, check_entities, check_lines_of_report, check_tax_policies):
        assert not list(check(facts))


def test_a_circle_is_found_at_everyone_in_it() -> None:
    one = a_person(id="A", emails=["a@x.example"], reports_to="B")
    two = a_person(id="B", emails=["b@x.example"], reports_to="A")

    found = [str(finding) for finding in check_lines_of_report(Facts(one, two))]

    assert found == [
        "staff A: staff.circle: the line of report of A runs in a circle at A",
        "staff B: staff.circle: the line of report of B runs in a circle at B",
    ]


def test_one_address_names_one_person_at_a_time() -> None:
    one = a_person(id="A", valid_until="2025-12-31")
    same = a_person(id="B", emails=["MEI.LIN@lychee.example"], valid_from="2025-12-31")
    later = a_person(id="C", valid_from="2027-01-01")

    (finding,) = check_emails(Facts(one, same))

    assert finding.text == (
        "B has the e-mail mei.lin@lychee.example, which is that of A at the same time"
    )
    assert not list(check_emails(Facts(one, later)))
    assert not list(check_emails(Facts(later, one)))


def test_entities_have_sound_numbers_and_accounts() -> None:
    bank = {"en": "Bank"}
    entity = an_entity(
        country="TW",
        tax_id="00501502",
        currencies=["TWD", "USD"],
        accounts=[
            {"id": "T", "currency": "TWD", "bank": bank, "account": "1",
             "iban": "DE89370400440532013001"},
            {"id": "E", "currency": "EUR", "bank": bank, "account": "2",
             "iban": "DE89370400440532013000"},
        ],
    )  # fmt: skip

    assert [finding.text for finding in check_entities(Facts(entity))] == [
        "tax_id 00501502: the check digit of the 統一編號 is wrong",
        "SZ sells in USD and has no bank account in it",
        "the IBAN of account T is wrong: DE89370400440532013001",
    ]


def test_a_region_that_nobody_knows_is_found() -> None:
    (finding,) = check_calendars(Facts(a_calendar(), a_calendar(id="X", region="SHENZHEN")))

    assert finding.subject == ("calendar", "X", ())
    assert "CN SHENZHEN" in finding.text


def test_two_policies_of_one_day_are_found() -> None:
    twin = a_policy("TAX-CN-TWIN", "CN", a_rule("any", "exempt"))

    (finding,) = check_tax_policies(Facts(*POLICIES, twin))

    assert finding.subject == ("tax-policy", "TAX-CN-TWIN", ())
    assert finding.rule == "tax_policy.twice"
