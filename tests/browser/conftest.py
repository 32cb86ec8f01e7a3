"""What browser tests may ask for: a running service, a browser, and people who use it.

Every person is watched: an error in the console, a request to another host or a breach of the
content security policy fails the test of whoever caused it.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.people import People
    from tests.browser.wire import Sharer
    from tests.running import Running
    from tests.services import TestServices

ROOT = Path(__file__).parents[2]
_numbers = itertools.count(1)
# `make test` walks the main journeys and what goes wrong on them; `make test-all` adds these.
THOROUGH = frozenset(
    {
        "test_accessibility",
        "test_components",
        "test_done_twice",
        "test_french",
        "test_graphiql",
        "test_lists",
        "test_reviewed",
        "test_widths",
    }
)
# Without these a browser asks its maker's hosts, which is noise at best.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what belongs to `make test-all`."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem in THOROUGH:
            item.add_marker(pytest.mark.exhaustive)


@pytest.fixture(scope="module")
def service(
    services: TestServices, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """The whole service with sample data of its own, for the tests of one module."""
    from db.engine import Job
    from tests.running import running

    if not (ROOT / "server" / "portal_files" / "index.html").exists():
        pytest.fail("The portal is not built. Build it with: make portal")
    name = f"rvs_browser_{worker}_{next(_numbers)}"
    with running(services, services.clone(name), tmp_path_factory.mktemp("rvs")) as started:
        started.serve_and_work([Job.WEBHOOK, Job.MAIL, Job.CLOCK], [Job.EXPORT])
        yield started
        started.stop()
    services.postgres.drop_database(name)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of one module; people get contexts of their own in it.

    Its driver keeps an event loop in this thread, and so must be gone before tests that have one.
    """
    from playwright.sync_api import expect, sync_playwright

    from tests.browser import chromiums
    from tests.browser.people import WAIT_MS

    expect.set_options(timeout=WAIT_MS)
    chromium = chromiums.installed()
    if chromium is None:
        pytest.fail("The browser tests need Chromium. Install it with: scripts/install-chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def people(browser: Browser, service: Running) -> Iterator[People]:
    """Makes people, each with a browser profile; when they leave, what went wrong is told."""
    from tests.browser.people import People

    crowd = People(browser, service.base_url)
    yield crowd
    crowd.leave()


@pytest.fixture(scope="module")
def known_sharer(service: Running) -> Sharer:
    """The candidate of the demonstration, signed in once for all tests of a module."""
    from tests.browser import wire

    return wire.sharer(service)


@pytest.fixture
def sharer(known_sharer: Sharer) -> Iterator[Sharer]:
    """The same; whatever a test has shared, on whichever way, is withdrawn after it."""
    yield known_sharer
    known_sharer.withdraw_everything()
