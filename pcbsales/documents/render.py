"""The one entry from a view value to a document that people receive."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from jinja2 import TemplateError

from pcbsales.documents.environment import TemplateRefusedError, environment
from pcbsales.documents.paper import TypesettingError, typeset
from pcbsales.documents.places import data_folder
from pcbsales.i18n.catalogue import MissingMessageError
from pcbsales.i18n.formats import UnshowableError
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import PcbsalesError


class DocumentError(PcbsalesError):
    """A document cannot be made as it should look (exit 1): its template or its data is wrong."""


Format = Literal["pdf", "html", "text"]
_PROBLEMS = (
    TemplateError,
    TemplateRefusedError,
    MissingMessageError,
    UnshowableError,
    TypesettingError,
)
_ENDINGS: dict[Format, str] = {"pdf": "typ", "html": "html", "text": "text"}


def document_source(
    name: str, view: object, *, language: Language, form: Format, template_paths: Sequence[Path]
) -> str:
    """The template of document *name* (``quoting/quotation``) filled from *view*."""
    template = f"{name}.{_ENDINGS[form]}.j2"
    folders = (*template_paths, data_folder("templates"))
    return environment(template, language, folders).get_template(template).render(view=view)


def render_document(
    name: str,
    view: object,
    *,
    language: Language,
    format: Format,  # noqa: A002 -- what every caller calls it
    template_paths: Sequence[Path] = (),
    timestamp: datetime,
) -> bytes:
    """Document *name* as bytes: a PDF, or UTF-8 text.

    *view* is a frozen plain value and has a ``title``; *template_paths* are folders whose templates
    go before the packaged ones (the ledger's own); *timestamp* is aware and enters the PDF.
    Whatever would leave a gap on it is a DocumentError.
    """
    try:
        source = document_source(
            name, view, language=language, form=format, template_paths=template_paths
        )
        if format != "pdf":
            return source.encode()
        title = str(getattr(view, "title", name))
        return typeset(source, language=language, timestamp=timestamp, title=title)
    except _PROBLEMS as error:
        problem = f"{type(error).__name__}: {error}"
        raise DocumentError(
            "the document {name} cannot be made: {problem}", name=name, problem=problem
        ) from error
