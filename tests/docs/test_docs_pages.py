"""The pages hold together: links lead somewhere, decisions have their form."""

import re
from pathlib import Path
from typing import Final

import pytest

from domain.permissions import TABLE
from domain.seals import Fault
from tests.docs import audit_page, documents, permissions_page

PARTS: Final = ["Context", "Decision", "Consequence", "Check"]
DECISIONS: Final = sorted(documents.DECISIONS.glob("[0-9]*.md"))
# In pieces, so that this file does not hold them itself.
FORBIDDEN: Final = (
    *("/".join(parts) for parts in (("", "work", ""), ("", "root", ""), ("", "tmp", "lead"))),
    *("/".join(parts) for parts in (("..", "shared"), ("", "home", ""))),
    *(".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted"))),
    *(".".join(parts) for parts in (("registry", "npmjs"), ("registry", "yarnpkg"))),
)


def page_name(page: Path) -> str:
    return str(page.relative_to(documents.ROOT))


@pytest.mark.parametrize("page", documents.pages(), ids=page_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in documents.links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page

        assert target.is_relative_to(documents.ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in documents.anchors(target), link


@pytest.mark.parametrize("page", documents.pages(), ids=page_name)
def test_every_page_has_one_title(page: Path) -> None:
    assert len(documents.headings(page, 1)) == 1


@pytest.mark.parametrize("page", DECISIONS, ids=page_name)
def test_a_decision_has_its_four_parts_on_one_page(page: Path) -> None:
    title = documents.headings(page, 1)[0]

    assert documents.headings(page, 2) == PARTS
    assert title.startswith(f"{int(page.name[:4])}. ")
    assert len(page.read_text("utf-8").splitlines()) <= 40


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))
    assert documents.links(documents.DECISIONS / "README.md") == [page.name for page in DECISIONS]


def test_every_page_is_listed() -> None:
    guides = set((documents.ROOT / "docs").glob("*.md")) - {documents.ROOT / "docs" / "README.md"}
    listed = set(documents.links(documents.ROOT / "docs" / "README.md"))

    assert {guide.name for guide in guides} <= listed


def test_every_test_that_a_page_names_exists() -> None:
    for page in documents.pages():
        for path, name in re.findall(r"`(tests/[\w/.]+?)(?:::(\w+))?`", page.read_text("utf-8")):
            target = documents.ROOT / path
            assert target.exists(), f"{page_name(page)}: {path}"
            assert not name or f"def {name}(" in target.read_text("utf-8"), name


def test_every_test_that_a_decision_names_by_itself_exists() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in documents.ROOT.glob("tests/**/*.py"))
    for page in DECISIONS:
        for name in re.findall(r"`(test_\w+)`", page.read_text("utf-8")):
            assert f"def {name}(" in sources, f"{page_name(page)}: {name}"


def test_the_readme_is_short_and_has_every_promise() -> None:
    readme = documents.text("README.md")

    assert len(readme.splitlines()) <= 200
    assert re.findall(r"^\| \*\*(R\d)\*\* \|", readme, re.MULTILINE) == [
        f"R{number}" for number in range(1, 10)
    ]


def test_the_readme_maps_every_room() -> None:
    links = documents.links(documents.ROOT / "README.md")
    rooms = ["domain", "db", "webhooks", "resolvers", "schema", "workers", "server", "tests"]

    assert set(rooms) <= set(links)


def test_the_changelog_has_a_section_for_what_is_not_released() -> None:
    assert documents.headings(documents.ROOT / "CHANGELOG.md", 2)[0] == "Unreleased"


def test_the_page_of_permissions_is_the_table_of_the_code() -> None:
    assert documents.text(permissions_page.PAGE) == permissions_page.page()


def test_the_page_of_the_audit_log_names_every_operation_and_every_fault() -> None:
    spans = documents.code_spans(audit_page.PAGE)

    assert documents.text(audit_page.PAGE) == audit_page.page()
    assert set(TABLE) | {fault.value for fault in Fault} <= spans
    assert set(audit_page.WITHOUT_ROW) | set(audit_page.SUBJECTS) <= set(TABLE)
    assert not set(audit_page.WITHOUT_ROW) & set(audit_page.SUBJECTS)


def test_no_file_names_a_package_host_or_a_place_of_somebodys_machine() -> None:
    for path in documents.files():
        content = path.read_bytes().decode("utf-8", "replace")
        found = [words for words in FORBIDDEN if words in content]

        assert not found, f"{page_name(path)}: {found}"
