"""Gives each page of a PDF the images that it shows, and no others.

WeasyPrint lets all pages share one dictionary of images: whoever split such a file into pages would
hand out each candidate's photo with every page.
"""

import re
from typing import Any, Final

import pydyf  # type: ignore[import-untyped]

_DRAWN: Final = re.compile(rb"/(\S+)\s+Do\b")


def separate(_document: object, pdf: pydyf.PDF) -> None:
    """A `finisher` of WeasyPrint: called when the file is complete but not yet written."""
    pages = [item for item in pdf.objects if _is_page(item)]
    shared = _by_reference(pdf, pages[0]["Resources"])
    images = shared.get("XObject", {})
    for page in pages:
        content = _by_reference(pdf, page["Contents"])
        drawn = _drawn(content)
        own = pydyf.Dictionary(shared)
        own["XObject"] = pydyf.Dictionary(
            {name: image for name, image in images.items() if name in drawn}
        )
        pdf.add_object(own)
        page["Resources"] = own.reference
    shared["XObject"] = pydyf.Dictionary()


def _is_page(item: Any) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"


def _by_reference(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _drawn(content: pydyf.Stream) -> frozenset[str]:
    text = b"\n".join(
        part if isinstance(part, bytes) else getattr(part, "data", str(part).encode())
        for part in content.stream
    )
    return frozenset(name.decode() for name in _DRAWN.findall(text))
