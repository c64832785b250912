"""Rules on what is tested and reported."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import ElectricalTest, IpcClass, Report
from pcbsales.i18n.phrase import phrase

_CONFLICT = QuestionClass.CONFLICT
_COMPLETENESS = QuestionClass.COMPLETENESS


def class3_no_test(case: Case, _limit: Decimal) -> Gaps | None:
    """Class 3 without electrical test."""
    spec = case.spec
    high = spec.ipc_class in {IpcClass.THREE, IpcClass.THREE_A}
    return fired(when=high and spec.e_test is ElectricalTest.NONE, value=spec.ipc_class)


def report_without_test(case: Case, _limit: Decimal) -> Gaps | None:
    """A test report of boards that are not tested."""
    spec = case.spec
    return fired(when=Report.E_TEST in spec.reports and spec.e_test is ElectricalTest.NONE)


def impedance_report(case: Case, _limit: Decimal) -> Gaps | None:
    """An impedance report without any controlled impedance."""
    return fired(when=Report.IMPEDANCE in case.spec.reports and not case.spec.impedance)


PROOF_RULES = (
    Conflict(
        "class3.no_test", class3_no_test, _CONFLICT, "e_test",
        phrase("IPC class {value} is asked for without electrical test."),
        phrase("Class 3 boards are tested one by one."),
        phrase("IPC class {value} without electrical test: may we test?"),
        (
            ClosedAnswer("yes, flying probe", ("e_test=flying_probe",)),
            ClosedAnswer("yes, with a fixture", ("e_test=fixture",)),
            ClosedAnswer("class 2 is meant", ("ipc_class=2",)),
        ),
    ),
    Conflict(
        "test.report_without_test", report_without_test, _CONFLICT, "e_test",
        phrase("A report on electrical test is asked for boards that are not to be tested."),
        phrase("With flying probe the report costs nothing but its paper."),
        phrase("Electrical test report without test: may we test?"),
        (
            ClosedAnswer("yes, flying probe", ("e_test=flying_probe",)),
            ClosedAnswer("no test, no report"),
        ),
    ),
    Conflict(
        "impedance.report_without", impedance_report, _COMPLETENESS, "impedance",
        phrase("An impedance report is asked for, but no controlled impedance is stated."),
        phrase("A list of layer, impedance and reference is all we need."),
        phrase("Which impedances are to be controlled and reported?"),
        (
            ClosedAnswer("we send the list of layer, impedance and reference"),
            ClosedAnswer("none, without the report"),
        ),
    ),
)  # fmt: skip
