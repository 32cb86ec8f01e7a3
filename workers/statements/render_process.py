"""One rendering process, seen from the service: start it, ask it, end it."""

import asyncio
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

from workers.statements import frames

_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 5.0
_ROOT: Final = Path(__file__).resolve().parents[2]


class RenderFailed(Exception):
    """A document could not be made; `reason` is TIMEOUT or CRASHED, `detail` is for the log.

    The detail names an exception and a place in the code, never a value.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class RenderProcess:
    """A child process with a folder of its own, which goes when the process goes.

    After a `kill -9` of the service the folder stays: it lies where the next start sweeps.
    """

    def __init__(self, process: Process, folder: Path) -> None:
        self._process = process
        self._folder = folder
        self.documents = 0

    @classmethod
    async def start(cls, directory: Path) -> Self:
        """A process that has loaded everything and waits; raises RenderFailed if it cannot."""
        make = partial(tempfile.mkdtemp, prefix="statements-", dir=directory)
        folder = Path(await asyncio.to_thread(make))
        with (folder / "errors").open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "ignore", "-m", "workers.statements.child"),
                str(os.getpid()),
                stdin=PIPE,
                stdout=PIPE,
                stderr=errors,
                cwd=folder,
                env=_environment(folder),
            )
        child = cls(process, folder)
        await child._answer(_START_SECONDS)
        return child

    @property
    def process_id(self) -> int:
        """The child's process id."""
        return self._process.pid

    async def ask(
        self, job: dict[str, Any], photos: Sequence[bytes], seconds: float
    ) -> tuple[int, bytes]:
        """Pages and PDF of a job. After RenderFailed or a cancellation the process is gone."""
        message = frames.pack({**job, "seconds": seconds}, photos)
        header, blobs = await self._answer(seconds, message)
        self.documents += 1
        return header["pages"], blobs[0]

    async def close(self) -> None:
        """Let it end by itself, and end it if it does not."""
        try:
            async with asyncio.timeout(_END_SECONDS):
                self._stdin.close()
                await self._process.wait()
        except TimeoutError:
            pass
        finally:
            await self.kill()

    async def kill(self) -> None:
        """End it now, and remove its folder."""
        if self._process.returncode is None:
            self._process.kill()
        try:
            await asyncio.shield(self._process.wait())
        finally:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _answer(
        self, seconds: float, message: bytes = b""
    ) -> tuple[dict[str, Any], list[bytes]]:
        try:
            async with asyncio.timeout(seconds):
                self._stdin.write(message)
                await self._stdin.drain()
                return await frames.read_async(self._stdout)
        except TimeoutError:
            failure = RenderFailed("TIMEOUT")
        except (frames.BrokenFrame, ConnectionError):
            failure = RenderFailed("CRASHED", await self._last_words())
        except asyncio.CancelledError:
            await self.kill()
            raise
        await self.kill()
        raise failure

    async def _last_words(self) -> str:
        lines = await asyncio.to_thread((self._folder / "errors").read_bytes)
        return lines.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None  # noqa: S101 - started with a pipe
        return self._process.stdin

    @property
    def _stdout(self) -> asyncio.StreamReader:
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        return self._process.stdout


def _environment(folder: Path) -> dict[str, str]:
    """All that the child knows of the machine: none of the service's secrets is in it."""
    return {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
        # Fonts are stamped with this instead of the time: the same statement has the same bytes.
        "SOURCE_DATE_EPOCH": "0",
    }
