"""Statements of Results as PDF: what is on them, what never is, and what a bad document does."""

import asyncio
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from domain.shared_results import Outcome
from domain.states import ResultState, ShareState
from domain.texts import Language
from tests.files import file_samples
from workers.exports import workplace
from workers.statements import availability, renderer
from workers.statements.render_process import RenderFailed, RenderProcess
from workers.statements.renderer import StatementRenderer
from workers.statements.statement import NotPrintable, is_printable

ROOT = Path(__file__).resolve().parents[2]

# One loop for the module, because one pool of rendering processes serves it.
same_loop = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", autouse=True)
def pango():
    """Statements cannot be proved without it: that is a failure, and the line that mends it."""
    missing = availability.missing_libraries()
    assert not missing, f"apt-get install {' '.join(missing)}"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where rendering processes have their folders."""
    return tmp_path_factory.mktemp("statements")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def statements(place):
    async with StatementRenderer(1, place) as pool:
        yield pool


async def _render(pool, path, *statements):
    assert await pool.render(statements, path) == len(statements)
    return PdfReader(path)


def _text(page):
    return re.sub(r"\s+", " ", page.extract_text())


def _fonts(page):
    return {
        str(font["/BaseFont"]).partition("+")[2]: font
        for font in (item.get_object() for item in page["/Resources"]["/Font"].values())
    }


@same_loop
async def test_a_statement_is_one_page_with_every_fact_in_english(statements, tmp_path):
    document = await _render(statements, tmp_path / "one.pdf", file_samples.statement())

    shown = _text(document.pages[0])
    for fact in (
        *("Results Verification Service", "Statement of Results", "C1 Advanced", "AN", "EXAMPLE"),
        *("2001-07-09", "0012345", "RVS7-K2M4-9QX3", "2026-03-14", "MR3", "Lyon", "FR014"),
        *("Institut des Langues", "196", "C1", "Pass at Grade B", "Use of English", "210"),
        *("2026-11-23", "09:30:00 UTC", "Northbridge University", "https://rvs.example"),
        *("document_1", "How to verify this statement", "Below B2", "B2"),
    ):
        assert fact in shown
    assert document.metadata.title == "Statement of Results RVS7-K2M4-9QX3"
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF object
    assert float(document.pages[0].mediabox.width) == pytest.approx(595.3, abs=0.2)


@same_loop
@pytest.mark.parametrize("language", Language)
async def test_a_statement_says_how_it_is_verified(statements, tmp_path, language):
    statement = file_samples.statement(language=language)

    shown = _text((await _render(statements, tmp_path / "one.pdf", statement)).pages[0])

    # Nobody can search by number and date of birth yet: the candidate has to share it.
    told = {
        Language.EN: "ask the candidate to share result RVS7-K2M4-9QX3 with your organisation",
        Language.FR: "demandez au candidat de partager le résultat RVS7-K2M4-9QX3",
    }
    assert told[language] in shown
    assert "https://rvs.example" in shown


@same_loop
async def test_a_statement_in_french_is_french_throughout(statements, tmp_path):
    statement = file_samples.statement(language=Language.FR)

    document = await _render(statements, tmp_path / "one.pdf", statement)

    shown = _text(document.pages[0])
    for fact in ("Relevé de notes", "Nom de famille", "Réussite, note B", "Usage de l’anglais"):
        assert fact in shown
    assert "Statement" not in shown
    assert document.trailer["/Root"]["/Lang"] == "fr"


@same_loop
async def test_an_outcome_without_scores_says_so(statements, tmp_path):
    statement = file_samples.statement(result=file_samples.absent())

    shown = _text((await _render(statements, tmp_path / "one.pdf", statement)).pages[0])

    assert "Absent from part of the exam" in shown
    assert "No scores are reported" in shown
    assert "Overall score" not in shown


@same_loop
async def test_an_exam_without_a_scale_shows_its_grade_alone(statements, tmp_path):
    graded = file_samples.result(
        overall_score=None, cefr_level=None, grade="PASS_WITH_MERIT", skill_scores={}
    )
    statement = file_samples.statement(result=graded, scale=None, bands=())

    shown = _text((await _render(statements, tmp_path / "one.pdf", statement)).pages[0])

    assert "Pass with Merit" in shown
    assert "a grade without scores" in shown
    assert "Scores on the scale" not in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ResultState.WITHHELD},
        {"state": ResultState.REVOKED},
        {"state": ResultState.PENDING},
        {"outcome": Outcome.WITHHELD},
        {"outcome": Outcome.PENDING},
    ],
)
def test_a_result_that_may_not_be_shown_is_no_statement(changes):
    result = file_samples.result(**changes)

    with pytest.raises(NotPrintable):
        file_samples.statement(result=result)
    assert not is_printable(file_samples.record(result=result))


def test_a_share_that_has_ended_is_not_printable():
    ended = replace(file_samples.record(), state=ShareState.WITHDRAWN, candidate=None, result=None)

    assert is_printable(file_samples.record())
    assert not is_printable(ended)


NAMES = {
    "Latin": ("NGUYỄN ŁUKASZ", "latin"),
    "Greek": ("ΠΑΠΑΔΌΠΟΥΛΟΣ", "sans"),
    "Cyrillic": ("ДОСТОЕВСКИЙ ЇЄҐ", "sans"),
    "Arabic": ("محمد عبد الرحمن", "arabic"),
    "Devanagari": ("प्रिया शर्मा", "sans"),
    "Thai": ("สมชาย ศรีสุข", "thai"),
    "Han": ("王秀英 张伟", "cjk"),
    "Hangul": ("김민준", "cjk"),
    "Kana": ("さくら タナカ", "cjk"),
}


@pytest.mark.parametrize("script", NAMES)
@same_loop
async def test_a_name_of_each_script_is_drawn_without_a_missing_glyph(statements, tmp_path, script):
    name, font = NAMES[script]

    document = await _render(statements, tmp_path / "one.pdf", file_samples.statement(name))

    page = document.pages[0]
    assert any(f"rvs-{font}" in found for found in _fonts(page))
    assert not _missing_glyphs(page)
    extracted = set(_text(page))
    assert len(set(name) - extracted) <= len(set(name)) // 3  # shaping joins some characters
    assert "\ufffd" not in extracted


@same_loop
async def test_a_character_that_no_font_has_is_marked_and_explained(statements, tmp_path):
    document = await _render(statements, tmp_path / "one.pdf", file_samples.statement("ಕನ್ನಡ"))

    shown = _text(document.pages[0])
    assert "cannot be printed here" in shown
    assert not _missing_glyphs(document.pages[0])


@same_loop
async def test_names_are_text_and_never_markup_or_an_address(statements, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        first = f'<img src="{address}"><link rel=stylesheet href="{address}">'
        family = "</td></table><style>@import url(file:///etc/passwd)</style>{{ 7*7 }}"

        document = await _render(
            statements, tmp_path / "one.pdf", file_samples.statement(first, family)
        )

        with pytest.raises(TimeoutError):
            server.accept()
    shown = _text(document.pages[0]).replace(" ", "")
    assert first.replace(" ", "") in shown
    assert family.replace(" ", "") in shown


@pytest.mark.parametrize(
    "name", ["a\x00b", "lone\ud800", "\uffff", "\u202eEVIL", "two\nlines", "\u0301", "", "𝕏" * 200]
)
@same_loop
async def test_a_hostile_name_still_makes_one_page(statements, tmp_path, name):
    document = await _render(statements, tmp_path / "one.pdf", file_samples.statement(name))

    assert len(document.pages) == 1


@same_loop
async def test_the_longest_names_are_set_in_small_print_on_one_page(statements, tmp_path):
    result = file_samples.result(place_of_entry="Ville " * 33, centre_name="W" * 200)
    statement = file_samples.statement("W" * 200, "M" * 200, result=result)

    document = await _render(statements, tmp_path / "one.pdf", statement)

    shown = _text(document.pages[0]).replace(" ", "")
    assert "W" * 200 in shown
    assert "M" * 200 in shown


@same_loop
async def test_what_does_not_fit_on_a_page_is_an_error_and_not_a_cut(statements, tmp_path):
    with pytest.raises(RenderFailed) as failure:
        await statements.render([file_samples.statement("W" * 6_000)], tmp_path / "one.pdf")

    assert failure.value.reason == "CRASHED"
    assert "DoesNotFit" in failure.value.detail
    assert "WWW" not in failure.value.detail
    assert not (tmp_path / "one.pdf").exists()


@same_loop
async def test_each_page_has_its_own_photo_and_no_other(statements, tmp_path):
    colours = ("red", None, "blue")
    document = await _render(
        statements,
        tmp_path / "three.pdf",
        *(
            file_samples.statement(photo=file_samples.photo(colour) if colour else None)
            for colour in colours
        ),
    )

    images = [[image.data for image in page.images] for page in document.pages]
    assert [len(found) for found in images] == [1, 0, 1]
    assert images[0] != images[2]
    assert "Statement of Results (3)" in document.metadata.title


@same_loop
async def test_a_photo_of_an_earlier_document_never_comes_back(statements, tmp_path):
    found = []
    for colour in ("red", "blue"):
        document = await _render(
            statements,
            tmp_path / f"{colour}.pdf",
            file_samples.statement(photo=file_samples.photo(colour)),
        )
        [image] = document.pages[0].images
        found.append(image.image.convert("RGB").getpixel((30, 30)))

    assert found[0][0] > 200
    assert found[1][2] > 200


@pytest.mark.parametrize(
    "photo",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", file_samples.photo("red")[:200]],
)
@same_loop
async def test_a_photo_that_is_none_makes_no_document(statements, tmp_path, photo):
    with pytest.raises(RenderFailed) as failure:
        await statements.render([file_samples.statement(photo=photo)], tmp_path / "one.pdf")

    assert "UnfitPhoto" in failure.value.detail


@same_loop
async def test_the_same_statement_has_the_same_bytes(statements, tmp_path):
    statement = file_samples.statement("محمد", photo=file_samples.photo("red"))

    await statements.render([statement], tmp_path / "one.pdf")
    async with StatementRenderer(1, tmp_path) as others:
        await others.render([statement], tmp_path / "two.pdf")

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@same_loop
async def test_a_zip_has_a_pdf_for_each_result_in_order_without_names(statements, tmp_path):
    async def source():
        for number in range(3):
            yield file_samples.statement(family_name=f"FAMILY {number}")

    assert await statements.render_zip(source(), tmp_path / "all.zip") == 3

    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{n:06d}-RVS7-K2M4-9QX3.pdf" for n in (1, 2, 3)]
        for number, name in enumerate(archive.namelist()):
            [page] = PdfReader(io.BytesIO(archive.read(name))).pages
            assert f"FAMILY {number}" in _text(page)


@same_loop
async def test_a_killed_process_fails_its_document_and_the_next_one_is_made(statements, tmp_path):
    await statements.render([file_samples.statement()], tmp_path / "one.pdf")
    [process] = statements._idle
    os.kill(process.process_id, signal.SIGKILL)

    with pytest.raises(RenderFailed) as failure:
        await statements.render([file_samples.statement()], tmp_path / "two.pdf")

    assert failure.value.reason == "CRASHED"
    assert await statements.render([file_samples.statement()], tmp_path / "three.pdf") == 1


@same_loop
async def test_a_hanging_process_fails_its_document_in_time(tmp_path):
    async with StatementRenderer(
        1, tmp_path, seconds_per_document=1.0, seconds_per_page=0.0
    ) as pool:
        process = await RenderProcess.start(tmp_path)
        os.kill(process.process_id, signal.SIGSTOP)
        pool._idle.append(process)
        began = time.monotonic()

        with pytest.raises(RenderFailed) as failure:
            await pool.render([file_samples.statement()], tmp_path / "one.pdf")

        assert failure.value.reason == "TIMEOUT"
        assert time.monotonic() - began < 5
        assert not _lives(process.process_id)
        assert not process._folder.exists()


@same_loop
async def test_a_cancelled_document_leaves_no_process_behind(statements, tmp_path):
    await statements.render([file_samples.statement()], tmp_path / "one.pdf")
    [process] = statements._idle
    many = [file_samples.statement() for _ in range(50)]

    work = asyncio.create_task(statements.render(many, tmp_path / "two.pdf"))
    await asyncio.sleep(0.3)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert not _lives(process.process_id)
    assert not (tmp_path / "two.pdf").exists()


@same_loop
async def test_processes_make_way_after_some_documents(tmp_path):
    async with StatementRenderer(1, tmp_path, documents_per_process=1) as pool:
        for number in range(2):
            await pool.render([file_samples.statement()], tmp_path / f"{number}.pdf")
            assert pool._idle == []


@same_loop
async def test_too_many_pages_for_one_pdf_are_refused(statements, tmp_path, monkeypatch):
    monkeypatch.setattr(renderer, "MAXIMUM_PAGES", 1)

    with pytest.raises(renderer.TooManyPages):
        await statements.render([file_samples.statement()] * 2, tmp_path / "two.pdf")


PARENT = """
import asyncio, sys
from pathlib import Path
from workers.exports import workplace
from workers.statements.render_process import RenderProcess
async def main(directory):
    process = await RenderProcess.start(directory)
    print(process.process_id, flush=True)
    await asyncio.sleep(60)
with workplace.opened(Path(sys.argv[1])) as folder:
    asyncio.run(main(folder))
"""


@pytest.mark.faults
def test_a_rendering_process_dies_with_its_killed_parent_and_its_folder_is_swept(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    child = Path("/proc") / parent.stdout.readline().decode().strip()
    assert child.exists()

    # A stopped process does not see the end of its pipe: only the kernel can end it.
    os.kill(int(child.name), signal.SIGSTOP)
    parent.kill()
    parent.wait()

    until = time.monotonic() + 5
    while child.exists() and "State:\tZ" not in (child / "status").read_text():
        assert time.monotonic() < until
        time.sleep(0.02)

    assert list(tmp_path.glob("*/statements-*")) != []
    with workplace.opened(tmp_path) as folder:
        assert list(tmp_path.rglob("*")) == [folder]


@same_loop
async def test_a_rendering_process_knows_none_of_the_services_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("KEYS", "top-secret")
    process = await RenderProcess.start(tmp_path)
    try:
        environment = _proc(process.process_id, "environ").read_bytes()
        limits = _proc(process.process_id, "limits").read_text()
    finally:
        await process.close()

    assert b"top-secret" not in environment
    assert re.search(r"Max core file size\s+0\s+0", limits)
    assert not re.search(r"Max address space\s+unlimited", limits)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/x", "https://x.example/", "file:///etc/passwd", "ftp://x.example/",
     "data:text/plain,x", "rvs:font/../x", "rvs:font/nope", "rvs:photo/1", "rvs:photo/x",
     "rvs:other/x", "/etc/passwd", ""],
)  # fmt: skip
def test_the_fetcher_refuses_everything_but_own_assets(address):
    from weasyprint.urls import FatalURLFetchingError

    from workers.statements.assets import AssetFetcher

    fetcher = AssetFetcher([b"photo"])

    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(address)
    assert fetcher.fetch("rvs:photo/0").read() == b"photo"


def _proc(process_id, name):
    return Path(f"/proc/{process_id}/{name}")


def _lives(process_id):
    return _proc(process_id, "stat").exists()


def _missing_glyphs(page):
    """The glyph numbers that are drawn although the embedded font has no such glyph."""
    missing, font = [], None
    drawn = re.findall(rb"/(\S+) \S+ Tf|<([0-9a-fA-F]+)>", page.get_contents().get_data())
    for name, string in drawn:
        if name:
            font = _embedded_font(page["/Resources"]["/Font"]["/" + name.decode()])
            continue
        glyphs = [int(string[i : i + 4], 16) for i in range(0, len(string), 4)]
        missing += [glyph for glyph in glyphs if not 0 < glyph < font["maxp"].numGlyphs]
    assert font is not None
    return missing


def _embedded_font(resource):
    descriptor = resource["/DescendantFonts"][0]["/FontDescriptor"]
    content = descriptor.get("/FontFile2") or descriptor["/FontFile3"]
    return TTFont(io.BytesIO(content.get_data()))
