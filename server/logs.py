"""Logs: one line for each event, with the correlation id, and without personal data.

The service logs names of events with ids and codes. Messages of exceptions stay out: drivers and
parsers quote values in them.
"""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Libraries whose chatter names hosts, addresses or job ids.
_QUIET: Final = ("arq", "asyncio", "aiosmtplib", "mail.log", "fontTools", "weasyprint", "alembic")


def configure(level: str, line_format: str) -> None:
    """Set up structlog and the standard library's logging alike, to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, *_rendered(line_format)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(level, shared, line_format)


def _configure_libraries(level: str, shared: list[Processor], line_format: str) -> None:
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_exception],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendered(line_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [writer]
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("arq").setLevel(logging.CRITICAL)
    # What fails in the application, or at its start, is said by us.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)


def _rendered(line_format: str) -> list[Processor]:
    if line_format == "json":
        return [structlog.processors.JSONRenderer(default=str)]
    return [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=24)]


def _without_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Keep the type of a library's exception, and drop its words and its traceback."""
    event["event"] = str(event.get("event")).partition("\n")[0]
    record = event.get("_record")
    info = getattr(record, "exc_info", None)
    if info:
        event["error"] = info[0].__name__ if info[0] else None
        event.pop("exc_info", None)
        if isinstance(record, logging.LogRecord):
            record.exc_info, record.exc_text = None, None
    return event
