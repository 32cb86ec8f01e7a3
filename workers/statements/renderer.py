"""Makes statements: a few rendering processes behind one queue, replaced as they fail or age."""

import asyncio
import zipfile
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from db.storage import full_disk_is_clear
from workers.statements import page
from workers.statements.render_process import RenderProcess
from workers.statements.statement import Statement

# One PDF is laid out as a whole, in memory; for more results there is the ZIP of single PDFs.
MAXIMUM_PAGES: Final = 200


class TooManyPages(Exception):
    """More statements than one PDF holds: ask for a ZIP of single PDFs."""


class StatementRenderer:
    """A pool of rendering processes. Use it as an async context manager, once per process.

    Processes start when there is work, and make way for a new one after some hundred documents.
    They die with the thread in which the event loop runs: keep the loop in a thread that stays.
    """

    def __init__(
        self,
        processes: int,
        directory: Path,
        *,
        documents_per_process: int = 300,
        seconds_per_document: float = 20.0,
        seconds_per_page: float = 1.0,
    ) -> None:
        """`directory`: where each process gets a folder of its own; whoever owns it removes it."""
        self._processes = processes
        self._directory = directory
        self._slots = asyncio.Semaphore(processes)
        self._idle: list[RenderProcess] = []
        self._documents_per_process = documents_per_process
        self._seconds_per_document = seconds_per_document
        self._seconds_per_page = seconds_per_page

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(process.close() for process in idle))

    async def render(self, statements: Sequence[Statement], path: Path) -> int:
        """Write one PDF with a page for each statement, in their order; returns the pages.

        Raises RenderFailed, TooManyPages or StorageFull; then `path` is not to be used.
        """
        if len(statements) > MAXIMUM_PAGES:
            raise TooManyPages
        pages, pdf = await self._pdf(statements)
        with full_disk_is_clear():
            await asyncio.to_thread(path.write_bytes, pdf)
        return pages

    async def render_zip(self, statements: AsyncIterable[Statement], path: Path) -> int:
        """Write a ZIP with one PDF for each statement, in their order; returns how many.

        Statements are taken from the source as they are needed, so that any number fits.
        """
        count = 0
        with full_disk_is_clear(), zipfile.ZipFile(path, "w") as archive:
            async for statement, pdf in self._each(statements):
                count += 1
                entry = _entry(statement, count)
                await asyncio.to_thread(archive.writestr, entry, pdf)
        return count

    async def _each(
        self, statements: AsyncIterable[Statement]
    ) -> AsyncIterator[tuple[Statement, bytes]]:
        """Each statement with its PDF, in order, as many at work as there are processes."""
        ahead: deque[tuple[Statement, asyncio.Task[tuple[int, bytes]]]] = deque()
        try:
            async for statement in statements:
                ahead.append((statement, asyncio.create_task(self._pdf([statement]))))
                if len(ahead) > self._processes:
                    yield ahead[0][0], (await ahead[0][1])[1]
                    ahead.popleft()
            while ahead:
                yield ahead[0][0], (await ahead[0][1])[1]
                ahead.popleft()
        finally:
            tasks = [task for _, task in ahead]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pdf(self, statements: Sequence[Statement]) -> tuple[int, bytes]:
        if not statements:
            raise ValueError("a document has at least one statement")
        photos = [statement.photo for statement in statements if statement.photo is not None]
        seconds = self._seconds_per_document + self._seconds_per_page * len(statements)
        async with self._process() as process:
            return await process.ask(_job(statements), photos, seconds)

    async def _fresh(self) -> RenderProcess:
        return await RenderProcess.start(self._directory)

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[RenderProcess]:
        async with self._slots:
            process = self._idle.pop() if self._idle else await self._fresh()
            fit = False
            try:
                yield process
                fit = process.documents < self._documents_per_process
            finally:
                # Whatever went wrong with it, and however old it is: the next one gets a fresh one.
                if fit:
                    self._idle.append(process)
                else:
                    await process.kill()


def _job(statements: Sequence[Statement]) -> dict[str, object]:
    pages: list[page.View] = []
    photos = 0
    for statement in statements:
        has_photo = statement.photo is not None
        pages.append({**page.view(statement), "photo": photos if has_photo else None})
        photos += has_photo
    first = pages[0]
    title = first["title"] if len(pages) == 1 else f"{first['labels']['title']} ({len(pages)})"
    return {
        "title": title,
        "language": first["language"],
        "service": first["service"],
        "created": statements[0].issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "pages": pages,
    }


def _entry(statement: Statement, number: int) -> zipfile.ZipInfo:
    """A name that says which result it is, not whose; dated by the statement, not by the clock."""
    reference = "".join(
        character
        for character in statement.result.reference_number
        if character.isascii() and (character.isalnum() or character == "-")
    )
    moment: datetime = statement.issued_at.astimezone(UTC)
    entry = zipfile.ZipInfo(f"{number:06d}-{reference}.pdf", moment.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry
