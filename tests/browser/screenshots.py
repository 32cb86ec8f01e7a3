"""Takes the pictures of README and docs: `python -m tests.browser.screenshots`.

On a service of its own with the sample data. Which day it is shows in the pictures, nothing else.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import services
from tests.browser import chromiums, gallery, stage
from tests.browser.conftest import QUIET
from tests.browser.people import WAIT_MS, Person, Scheme
from tests.browser.stage import Stage
from tests.browser.visits import LOCALES, Visit
from tests.browser.words import Language
from tests.running import running
from workers.statements import fonts

PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES: Final = 200_000
_SCRIPTS: Final = ("arabic", "devanagari", "thai", "cjk")
# From the finest down, until the file is small enough.
_COLOURS: Final = (256, 192, 128, 96, 64)


@dataclass(frozen=True, slots=True)
class Picture:
    """A view of the gallery as it is photographed; `act` brings it into the right light."""

    file: str
    view: str
    language: Language = "en"
    scheme: Scheme = "light"
    width: int = 1280
    height: int = 860
    scale: float = 1.5
    act: Callable[[Page], None] = lambda page: None


def _run_the_example(page: Page) -> None:
    page.get_by_role("region", name="Examples").get_by_role("button", name="sharedResults").click()
    page.get_by_role("button", name="Execute query").click()
    answer = page.get_by_role("region", name="Result Window")
    expect(answer).to_contain_text('"totalCount"')


# In this order: nothing that a later one does is seen in an earlier one.
ALL: Final = (
    Picture("portal-downloads", "downloads"),
    Picture("portal-details", "details, verified", height=1120),
    Picture("portal-details-dark-french", "details, verified", "fr", "dark", height=1120),
    Picture("portal-my-results-mobile", "my results", width=390, height=844, scale=2),
    Picture("graphiql", "graphiql, signed in", height=800, act=_run_the_example),
    Picture("portal-shared-results", "shared results, one new"),
)


def main() -> None:
    """Take all of them; fails when one is too large, or when a page has had an error."""
    PICTURES.mkdir(exist_ok=True)
    with hosted() as (browser, everything):
        for picture in ALL:
            content = compressed(taken(browser, everything, picture))
            path = PICTURES / f"{picture.file}.png"
            path.write_bytes(content)
            print(f"{path.name}: {len(content) // 1000} kB")  # noqa: T201


@contextmanager
def hosted() -> Iterator[tuple[Browser, Stage]]:
    """A service with everything in it, and a browser before it."""
    expect.set_options(timeout=WAIT_MS)
    with tempfile.TemporaryDirectory(prefix="rvs-pictures-") as place:
        kept = services.started(_made(Path(place) / "services"), os.getpid())
        with (
            running(kept, kept.clone("rvs_pictures"), Path(place) / "rvs") as service,
            sync_playwright() as playwright,
        ):
            service.serve()
            browser = playwright.chromium.launch(
                executable_path=chromiums.installed(),
                args=[*QUIET, "--enable-features=OverlayScrollbar"],
                env={**os.environ, "XDG_DATA_HOME": str(_with_fonts(Path(place)))},
            )
            yield browser, stage.set_up(service)
            browser.close()
            service.stop()


def taken(browser: Browser, everything: Stage, picture: Picture) -> bytes:
    """The window as a person with this language, scheme and size sees it."""
    context = browser.new_context(
        locale=LOCALES[picture.language],
        color_scheme=picture.scheme,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    person = Person(context, context.new_page(), everything.service.base_url)
    person.page.on("pageerror", lambda error: person.faults.append(str(error)))
    page = gallery.view(picture.view).show_to(Visit(person, everything, picture.language))
    picture.act(page)
    page.mouse.move(0, 0)
    content = page.screenshot(animations="disabled", caret="hide")
    context.close()
    assert person.unforgiven() == []
    return content


def compressed(content: bytes) -> bytes:
    """The same picture with few colours, as many as fit; fails when none fit."""
    picture = Image.open(BytesIO(content)).convert("RGB")
    for colours in _COLOURS:
        target = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
        if target.tell() <= MOST_BYTES:
            return target.getvalue()
    raise ValueError("The picture is too large, even with few colours.")


def _with_fonts(directory: Path) -> Path:
    """For names in scripts that this machine may have no font for: those of the statements."""
    for name in _SCRIPTS:
        path = _made(directory / "fonts") / f"{name}.ttf"
        path.write_bytes(fonts.content(name))
    return directory


def _made(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    return directory


if __name__ == "__main__":
    main()
