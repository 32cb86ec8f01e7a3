"""Turns views of statements into a PDF with WeasyPrint; runs only in a rendering process."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from PIL import Image
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from workers.statements import fonts, page_resources
from workers.statements.assets import AssetFetcher

# A photo larger than this is no photo of a face on a page of A4.
_MAXIMUM_PIXELS: Final = 12_000_000
_TYPES: Final = ("JPEG", "PNG")

_STYLE: Final = files("workers.statements").joinpath("statement.css").read_text("utf-8")
_TEMPLATE: Final = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True
).from_string(files("workers.statements").joinpath("statement.html.j2").read_text("utf-8"))


class UnfitPhoto(Exception):
    """The photo is no JPEG or PNG, is damaged or is far too large."""


class DoesNotFit(Exception):
    """A statement is longer than its page even in small print."""


def typeset(job: dict[str, Any], photos: Sequence[bytes]) -> tuple[int, bytes]:
    """Number of pages and the PDF: one page for each statement of the job.

    `job`: title, language, service, created, and `pages`, the views; a page's `photo` is the index
    of its photo or None.
    """
    for photo in photos:
        _check_photo(photo)
    prepared = _printable(job)
    names = fonts.needed("".join(_texts(prepared)))
    fetcher = AssetFetcher(photos)
    html = _TEMPLATE.render(prepared)
    document = _document(html, names, fetcher)
    if len(document.pages) != len(job["pages"]):
        document = _document(html.replace("<html ", '<html class="compact" ', 1), names, fetcher)
    if len(document.pages) != len(job["pages"]):
        raise DoesNotFit
    return len(document.pages), document.write_pdf(finisher=page_resources.separate, **_OPTIONS)


_OPTIONS: Final = {"pdf_variant": "pdf/ua-1", "pdf_identifier": None}


def _document(html: str, names: tuple[str, ...], fetcher: AssetFetcher) -> Document:
    configuration, style = _styled(names)
    # Images are cached by address, and addresses of photos repeat: never share that cache.
    return HTML(string=html, url_fetcher=fetcher).render(
        font_config=configuration, stylesheets=[style], cache={}, **_OPTIONS
    )


@lru_cache(maxsize=8)
def _styled(names: tuple[str, ...]) -> tuple[FontConfiguration, CSS]:
    """Fonts and style sheet for a set of scripts: most of a document's cost, so kept."""
    configuration = FontConfiguration()
    body = f"html {{ font-family: {fonts.family(names)}; }}"
    sheet = "\n".join((fonts.faces(names), body, _STYLE))
    return configuration, CSS(string=sheet, font_config=configuration, url_fetcher=AssetFetcher())


def _printable(job: dict[str, Any]) -> dict[str, Any]:
    """The job with U+FFFD for what no font has, and a note on the pages where that happened."""
    pages = []
    for view in job["pages"]:
        mended = _mended(view)
        pages.append({**mended, "unprintable": mended != view})
    return {**job, "title": fonts.without_unprintable(job["title"]), "pages": pages}


def _mended(value: Any) -> Any:
    match value:
        case str():
            return fonts.without_unprintable(value)
        case dict():
            return {key: _mended(item) for key, item in value.items()}
        case list():
            return [_mended(item) for item in value]
        case _:
            return value


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for item in value.values() for text in _texts(item))
        case list():
            yield from (text for item in value for text in _texts(item))


def _check_photo(photo: bytes) -> None:
    try:
        with Image.open(BytesIO(photo), formats=_TYPES) as image:
            if image.width * image.height > _MAXIMUM_PIXELS:
                raise UnfitPhoto
            image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise UnfitPhoto from error
