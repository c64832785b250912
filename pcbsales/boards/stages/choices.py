"""The closed sets of approvals and change notices, and what people read for each."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from pcbsales.kernel.errors import MessageId, UsageError

E = TypeVar("E", bound=StrEnum)


class Stage(StrEnum):
    """How many of a board may be made of a revision; in the order in which they are reached."""

    SAMPLE = "sample"
    PILOT = "pilot"
    VOLUME = "volume"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return tuple(Stage).index(self)


class ApprovalKind(StrEnum):
    """By what a customer approves a revision."""

    SHEET = "sheet"
    FAI = "fai"
    PPAP = "ppap"
    GOLDEN_SAMPLE = "golden_sample"


class PpapLevel(StrEnum):
    """Which of the elements of a PPAP go to the customer (AIAG, table 4.2)."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"


class PpapElement(StrEnum):
    """The elements of a PPAP in the order of their numbers, 1 to 18 (AIAG PPAP, 4th edition)."""

    DESIGN_RECORD = "design_record"
    CHANGE_DOCUMENTS = "change_documents"
    ENGINEERING_APPROVAL = "engineering_approval"
    DFMEA = "dfmea"
    PROCESS_FLOW = "process_flow"
    PFMEA = "pfmea"
    CONTROL_PLAN = "control_plan"
    MSA = "msa"
    DIMENSIONS = "dimensions"
    MATERIAL_TESTS = "material_tests"
    PROCESS_STUDY = "process_study"
    LABORATORY = "laboratory"
    APPEARANCE = "appearance"
    SAMPLE_PARTS = "sample_parts"
    MASTER_SAMPLE = "master_sample"
    CHECKING_AIDS = "checking_aids"
    CUSTOMER_SPECIFIC = "customer_specific"
    PSW = "psw"


class VerdictKind(StrEnum):
    """What the customer decided."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"


class Standing(StrEnum):
    """How what a stage needs stands on a day; computed, never stored."""

    HELD = "held"
    CONDITIONAL = "conditional"
    NOT_SUBMITTED = "not_submitted"
    WAITING = "waiting"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    CHANGED = "changed"


class ChangeKind(StrEnum):
    """What of the making changes."""

    PLANT = "plant"
    LAMINATE = "laminate"
    PROCESS = "process"
    SUBCONTRACTOR = "subcontractor"
    EQUIPMENT = "equipment"


class ConsentKind(StrEnum):
    """What a customer answered to a change notice."""

    GIVEN = "given"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


class CustomerState(StrEnum):
    """How far a change notice is with one customer; computed."""

    TO_TELL = "to_tell"
    WAITING = "waiting"
    TOLD = "told"
    GIVEN = "given"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


class NoticeStatus(StrEnum):
    """How far a change notice is with everybody; computed."""

    TO_TELL = "to_tell"
    WAITING = "waiting"
    REFUSED = "refused"
    AGREED = "agreed"
    EFFECTIVE = "effective"
    WITHDRAWN = "withdrawn"


STAGE_WORDS: Mapping[StrEnum, MessageId] = {
    Stage.SAMPLE: "sample",
    Stage.PILOT: "pilot",
    Stage.VOLUME: "volume",
}
APPROVAL_WORDS: Mapping[StrEnum, MessageId] = {
    ApprovalKind.SHEET: "approval sheet",
    ApprovalKind.FAI: "first article inspection",
    ApprovalKind.PPAP: "PPAP",
    ApprovalKind.GOLDEN_SAMPLE: "golden sample",
}
ELEMENT_WORDS: Mapping[StrEnum, MessageId] = {
    PpapElement.DESIGN_RECORD: "design record",
    PpapElement.CHANGE_DOCUMENTS: "change documents",
    PpapElement.ENGINEERING_APPROVAL: "customer's engineering approval",
    PpapElement.DFMEA: "design FMEA",
    PpapElement.PROCESS_FLOW: "process flow diagram",
    PpapElement.PFMEA: "process FMEA",
    PpapElement.CONTROL_PLAN: "control plan",
    PpapElement.MSA: "measurement system analysis",
    PpapElement.DIMENSIONS: "dimensional results",
    PpapElement.MATERIAL_TESTS: "material and performance tests",
    PpapElement.PROCESS_STUDY: "initial process study",
    PpapElement.LABORATORY: "laboratory qualification",
    PpapElement.APPEARANCE: "appearance approval",
    PpapElement.SAMPLE_PARTS: "sample parts",
    PpapElement.MASTER_SAMPLE: "master sample",
    PpapElement.CHECKING_AIDS: "checking aids",
    PpapElement.CUSTOMER_SPECIFIC: "customer's own requirements",
    PpapElement.PSW: "part submission warrant (PSW)",
}
STANDING_WORDS: Mapping[StrEnum, MessageId] = {
    Standing.HELD: "approved",
    Standing.CONDITIONAL: "approved on conditions",
    Standing.NOT_SUBMITTED: "not submitted",
    Standing.WAITING: "waiting for the customer",
    Standing.REJECTED: "rejected",
    Standing.LAPSED: "lapsed",
    Standing.CHANGED: "ended by a change",
}
CHANGE_WORDS: Mapping[StrEnum, MessageId] = {
    ChangeKind.PLANT: "plant",
    ChangeKind.LAMINATE: "laminate",
    ChangeKind.PROCESS: "process",
    ChangeKind.SUBCONTRACTOR: "subcontractor",
    ChangeKind.EQUIPMENT: "equipment",
}
CUSTOMER_WORDS: Mapping[StrEnum, MessageId] = {
    CustomerState.TO_TELL: "to be told",
    CustomerState.WAITING: "waiting for consent",
    CustomerState.TOLD: "told, no consent needed",
    CustomerState.GIVEN: "consented",
    CustomerState.CONDITIONAL: "consented on conditions",
    CustomerState.REFUSED: "consent refused",
}
NOTICE_WORDS: Mapping[StrEnum, MessageId] = {
    NoticeStatus.TO_TELL: "customers to be told",
    NoticeStatus.WAITING: "waiting for consent",
    NoticeStatus.REFUSED: "refused by a customer",
    NoticeStatus.AGREED: "agreed, not yet in effect",
    NoticeStatus.EFFECTIVE: "in effect",
    NoticeStatus.WITHDRAWN: "withdrawn",
}


def named(kind: type[E], text: str, words: Mapping[StrEnum, MessageId]) -> E:
    """The one of *kind* that *text* means, by its word in the ledger or in English.

    UsageError lists the words of the ledger.
    """
    wanted = _folded(text)
    for member in kind:
        if wanted in {_folded(member.value), _folded(words.get(member, member.value))}:
            return member
    raise UsageError("{value} is none of {choices}", value=repr(text), choices=", ".join(kind))


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return folded.replace("_", " ").replace("-", " ")
