"""A portal as `npm run build` leaves it, in miniature: tests of the server need no node."""

import gzip
import json
from pathlib import Path
from typing import Final

from schema.trusted_documents import PREFIX, hash_of
from server import trusted_documents

NAME: Final = "index-B7x0Zq1a.js"
SCRIPT: Final = b"document.title = 'Results';\n" * 50
# The server never looks into it: any bytes that differ will do.
BROTLI: Final = b"the same, smaller"
PATHS: Final = {
    "portal": ["/", "/sign-in", "/shared-results", "/shared-results/:id", "/my-results/:id/share"],
    "demo": ["/design"],
}
DOCUMENT: Final = "query Exams { exams { code } }"
_INDEX: Final = (
    '<!doctype html><html lang="en"><head><meta property="csp-nonce" nonce="__CSP_NONCE__">'
    f'<script type="module" src="/assets/{NAME}"></script></head></html>'
)
_GRAPHIQL: Final = "<!doctype html><title>GraphiQL</title>"


def build(directory: Path) -> Path:
    """Write it into a directory; the directory."""
    assets = directory / "assets"
    assets.mkdir(parents=True)
    (directory / "index.html").write_text(_INDEX, "utf-8")
    (directory / "graphiql.html").write_text(_GRAPHIQL, "utf-8")
    (directory / "paths.json").write_text(json.dumps(PATHS), "utf-8")
    documents = {PREFIX + hash_of(DOCUMENT): DOCUMENT}
    (directory / trusted_documents.NAME).write_text(json.dumps(documents), "utf-8")
    (assets / NAME).write_bytes(SCRIPT)
    (assets / f"{NAME}.br").write_bytes(BROTLI)
    (assets / f"{NAME}.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "mark-C1.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (assets / "noto-D2.woff2").write_bytes(b"wOF2")
    (assets / "licences.txt").write_text("MIT License", "utf-8")
    return directory
