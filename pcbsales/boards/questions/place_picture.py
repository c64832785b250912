"""The place that a question is about, drawn from the data of its revision."""

from collections.abc import Callable

from pcbsales.boards.fabrication.reading import open_set
from pcbsales.boards.pictures.colour import Dress
from pcbsales.boards.pictures.detail import Detail, detail
from pcbsales.boards.pictures.spot import Spot
from pcbsales.boards.questions.question_values import Place
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.snapshot import Snapshot

#: The content of a kept file by its hash; None where it is not there.
Read = Callable[[str], bytes | None]


def place_picture(
    snapshot: Snapshot, question: EngineeringQuestion, *, read: Read, language: Language
) -> Detail | None:
    """A square of the board about the place of *question*, marked; captions in *language*.

    None where it names no point, or where the data is not at hand.

    Raises:
        RefusedError: it cannot be drawn, or lies outside the board.
    """
    part, spot = snapshot.get(Part, question.part), _spot(question.place)
    revision = part.revision(question.revision) if part else None
    held = revision.fabrication if revision else None
    data = read(held.sha256) if held and spot else None
    if data is None or spot is None or revision is None:
        return None
    dress = Dress.of(revision.specification)
    return detail(open_set(data), dress, spot, translator(language), language.value)


def _spot(place: Place | None) -> Spot | None:
    if place is None or place.x_mm is None or place.y_mm is None:
        return None
    return Spot(place.file or place.layer, (float(place.x_mm), float(place.y_mm)))
