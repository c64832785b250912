from pcbsales.company.checks import (
    check_calendar,
    check_emails,
    check_entity,
    check_lines_of_report,
    check_tax_policies,
)
from tests.checks.declared import found
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

    for check in (check_emails, check_entity, check_lines_of_report, check_tax_policies):
        assert not found(check, facts)


def test_a_circle_is_found_at_everyone_in_it() -> None:
    one = a_person(id="A", emails=["a@x.example"], reports_to="B")
    two = a_person(id="B", emails=["b@x.example"], reports_to="A")

    said = [str(finding) for finding in found(check_lines_of_report, Facts(one, two))]

    assert said == [
        "staff A: staff.circle: the line of report of A runs in a circle at A",
        "staff B: staff.circle: the line of report of B runs in a circle at B",
    ]


def test_one_address_names_one_person_at_a_time() -> None:
    one = a_person(id="A", valid_until="2025-12-31")
    same = a_person(id="B", emails=["MEI.LIN@lychee.example"], valid_from="2025-12-31")
    later = a_person(id="C", valid_from="2027-01-01")

    (finding,) = found(check_emails, Facts(one, same))

    assert finding.text == (
        "B has the e-mail mei.lin@lychee.example, which is that of A at the same time"
    )
    assert not (found(check_emails, Facts(one, later)))
    assert not (found(check_emails, Facts(later, one)))


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

    assert [finding.text for finding in found(check_entity, Facts(entity))] == [
        "tax_id 00501502: the check digit of the 統一編號 is wrong",
        "SZ sells in USD and has no bank account in it",
        "the IBAN of account T is wrong: DE89370400440532013001",
    ]


def test_a_region_that_nobody_knows_is_found() -> None:
    (finding,) = found(check_calendar, Facts(a_calendar(), a_calendar(id="X", region="SHENZHEN")))

    assert finding.subject == ("calendar", "X", ("region",))
    assert "CN SHENZHEN" in finding.text


def test_two_policies_of_one_day_are_found() -> None:
    twin = a_policy("TAX-CN-TWIN", "CN", a_rule("any", "exempt"))

    (finding,) = found(check_tax_policies, Facts(*POLICIES, twin))

    assert finding.subject == ("tax-policy", "TAX-CN-TWIN", ("valid_from",))
    assert finding.rule == "tax_policy.twice"
