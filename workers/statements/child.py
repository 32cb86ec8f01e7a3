"""A rendering process: takes jobs from its standard input until that ends, and answers each.

It catches nothing: whatever goes wrong ends it, and the service starts another. The last line of
its standard error then names the exception and the place, but never a value.
"""

import logging
import os
import sys
from types import TracebackType
from typing import BinaryIO

from workers.statements import frames, lifeline


def main(parent_id: int) -> None:
    """Serve the parent; returns when it closes the pipe."""
    sys.excepthook = _name_the_place
    lifeline.die_with_parent(parent_id)
    lifeline.limit_resources()
    # Only answers may go to standard output: a library that prints would break the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    _serve(sys.stdin.buffer, answers)


def _serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    # Imported here: it loads pango, and what fails in it should be told by the hook above.
    from workers.statements import typesetting

    _answer(answers, {"ready": True}, ())
    while (message := frames.read(jobs)) is not None:
        job, photos = message
        lifeline.limit_processor_time(job["seconds"])
        pages, pdf = typesetting.typeset(job, photos)
        _answer(answers, {"pages": pages}, (pdf,))


def _answer(answers: BinaryIO, header: dict[str, object], blobs: tuple[bytes, ...]) -> None:
    answers.write(frames.pack(header, blobs))
    answers.flush()


def _name_the_place(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
    print(f"{kind.__name__}{place}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
