"""The everyday letters of statements, cut once from the variable font at the two weights in use.

WeasyPrint would cut them out of the whole font anew for every document, which costs more than the
rest of the page; almost all pages need nothing beyond these letters.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib import instancer  # type: ignore[import-untyped]

VARIABLE_FONT: Final = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
WEIGHTS: Final = (400, 600)

# Latin with the accents of Europe, and the punctuation of our own sentences.
CHARACTERS: Final = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0xFFFD, 0xFFFD))
    for code in range(first, last + 1)
)


@cache
def static(weight: int) -> bytes:
    """These letters at this weight, as a font file of their own."""
    with TTFont(BytesIO(_everyday_letters())) as font:
        instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
        return _saved(font)


@cache
def _everyday_letters() -> bytes:
    package, path = VARIABLE_FONT
    options = Options(layout_features=["ccmp", "kern", "liga", "locl", "mark"], hinting=False)
    options.notdef_outline = True
    with files(package).joinpath(path).open("rb") as file, TTFont(file, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(CHARACTERS))
        subsetter.subset(font)
        return _saved(font)


def _saved(font: TTFont) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()
