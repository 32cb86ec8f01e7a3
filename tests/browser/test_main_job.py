"""The main job in front of two browsers: a candidate shares, an institution checks and files."""

import re

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser import acts, wire
from tests.browser.people import People, Person
from tests.browser.wire import Sharer
from tests.journey import contents
from tests.parties import CANDIDATE, MEMBER, PRIMARY
from tests.running import Running

GENUINE = "Verified: this result is genuine"
WITHDRAWN = "Could not be checked: access was withdrawn"
# A second or two, and what a busy machine adds.
SOON_MS = 5_000
TOTAL = re.compile(r"^([\d,]+) shared results?$")


def test_a_share_appears_on_the_open_page_of_the_institution(
    people: People, sharer: Sharer
) -> None:
    officer, candidate = people.person(), people.person(width=390, height=844)
    page = officer.sign_in(MEMBER)
    expect(page.locator("main tbody tr")).to_have_count(25)
    candidate.sign_in(CANDIDATE)
    expect(candidate.heading()).to_have_text("My Results")

    acts.open_share_form(candidate.page)
    acts.choose_organisation(candidate.page, "north", "Northbridge University")
    acts.share_button(candidate.page).click()
    expect(candidate.heading()).to_have_text("Shared with Northbridge University")

    acts.show_new(page, 1)
    row = page.locator("main tbody tr").first
    expect(row).to_contain_text("MARCHETTI")
    expect(row).to_contain_text("C1 Advanced")
    expect(row).to_contain_text("(not opened yet)")
    expect(row.get_by_text("New", exact=True)).to_be_visible()
    assert is_bold(row.get_by_text("MARCHETTI", exact=True))


def test_the_details_say_what_was_reached_and_mark_it_as_opened_for_this_user_alone(
    people: People, sharer: Sharer
) -> None:
    share_id = sharer.share()
    officer, colleague = people.person(), people.person()
    page = officer.enter(MEMBER, "/shared-results")

    acts.open_result(page, share_id)
    expect(officer.heading()).to_have_text("CHLOÉ MARCHETTI")
    expect(page.get_by_text(GENUINE)).to_be_visible()
    expect(page.get_by_role("img", name="The candidate on the test day")).to_be_visible()
    table = page.get_by_role("table", name="Scores on the scale")
    expect(table.get_by_role("row", name=re.compile("^Overall 196 C1"))).to_be_attached()
    expect(table.get_by_role("row", name=re.compile("^Writing 210 C2"))).to_be_attached()
    expect(page.get_by_text("Pass at Grade B")).to_be_visible()

    page.get_by_role("link", name="Back to Shared Results").click()
    name = acts.row_with(page, share_id).get_by_text("MARCHETTI", exact=True)
    expect(name).to_be_visible()
    expect(acts.row_with(page, share_id)).not_to_contain_text("(not opened yet)")
    assert not is_bold(name)
    theirs = colleague.enter(PRIMARY, "/shared-results")
    assert is_bold(acts.row_with(theirs, share_id).get_by_text("MARCHETTI", exact=True))


def test_the_statement_is_a_document_that_says_the_same(
    people: People, sharer: Sharer, service: Running
) -> None:
    share_id = sharer.share()
    page = people.person().enter(MEMBER, f"/shared-results/{share_id}")

    with page.expect_download(timeout=acts.FILE_MS) as coming:
        page.get_by_role("button", name="Download Statement of Results").click()

    assert coming.value.suggested_filename.endswith(".pdf")
    assert len(PdfReader(coming.value.path()).pages) == 1
    (text,) = contents.of_pdf(acts.content_of(coming.value))
    (node,) = facts(service, [share_id])
    assert [fact for fact in contents.printed(node) if fact not in text] == []


def test_a_selection_is_made_into_a_workbook_that_holds_just_these(
    people: People, sharer: Sharer, service: Running
) -> None:
    chosen = [sharer.share("C1_ADVANCED"), sharer.share("B2_FIRST")]
    sharer.share("B1_PRELIMINARY")
    page = people.person().enter(MEMBER, "/shared-results")

    for share_id in chosen:
        acts.row_with(page, share_id).get_by_role("checkbox").check()
    expect(page.get_by_text("2 results are selected")).to_be_visible()
    acts.choose_form_of_file(page, "xlsx")
    rows = contents.of_xlsx(acts.fetch_made_file(page))

    expected = [contents.expected(node) for node in facts(service, chosen)]
    assert sorted(rows, key=str) == sorted(expected, key=str)


def test_all_that_match_are_made_into_a_table_of_every_page(people: People, sharer: Sharer) -> None:
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
    total = total_in(person)

    page.get_by_role("button", name=re.compile("^Select all .* that match")).click()
    expect(page.get_by_text(re.compile("that match are selected"))).to_be_visible()
    acts.choose_form_of_file(page, "csv")
    rows = contents.of_csv(acts.fetch_made_file(page))

    assert len(rows) == total > 100
    assert len({row["Share ID"] for row in rows}) == total
    assert {"Family name", "Exam", "Overall score", "Date of birth"} <= rows[0].keys()
    assert "Passport number" not in rows[0]


def test_the_history_gives_the_same_file_again(people: People, sharer: Sharer) -> None:
    share_id = sharer.share()
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
    acts.row_with(page, share_id).get_by_role("checkbox").check()
    acts.choose_form_of_file(page, "csv")
    first = acts.fetch_made_file(page)

    acts.go_to(page, "Downloads")
    expect(person.heading()).to_have_text("Downloads")
    file = page.get_by_role("list", name="Files, newest first").get_by_role("listitem").first
    expect(file).to_contain_text("1 result")
    expect(file).to_contain_text("Tomasz Bell", ignore_case=True)
    with page.expect_download() as coming:
        file.get_by_role("link", name=re.compile("^Download")).click()

    assert acts.content_of(coming.value) == first
    assert contents.of_csv(first)[0]["Share ID"] == share_id


def test_a_file_that_is_being_made_shows_how_far_it_is(people: People) -> None:
    person = people.person()
    page = person.enter(PRIMARY, "/shared-results")
    page.get_by_role("button", name=re.compile("^Select all .* that match")).click()

    acts.choose_form_of_file(page, "one document for each|ZIP|zip")
    acts.go_to(page, "Downloads")
    expect(person.heading()).to_have_text("Downloads")

    file = page.get_by_role("list", name="Files, newest first").get_by_role("listitem").first
    progress = file.get_by_role("progressbar")
    expect(progress).to_be_visible()
    expect(progress).to_have_attribute("aria-valuetext", re.compile(r"^\d+ of \d{3}$"))


def test_access_that_is_withdrawn_takes_the_data_from_an_open_page(
    people: People, sharer: Sharer
) -> None:
    share_id = sharer.share()
    officer, candidate = people.person(), people.person()
    page = officer.enter(MEMBER, f"/shared-results/{share_id}")
    expect(page.get_by_text(GENUINE)).to_be_visible()
    candidate.enter(CANDIDATE, "/my-results")

    acts.withdraw_from(candidate.page)

    expect(page.get_by_role("heading", name=WITHDRAWN)).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("MARCHETTI")).to_have_count(0)
    expect(page.get_by_text("196", exact=True)).to_have_count(0)
    expect(page.get_by_role("img", name="The candidate on the test day")).to_have_count(0)
    expect(page.get_by_role("button", name="Download Statement of Results")).to_have_count(0)


def test_access_that_is_withdrawn_leaves_a_line_without_data_in_an_open_list(
    people: People, sharer: Sharer
) -> None:
    share_id = sharer.share()
    person = people.person()
    page = person.enter(MEMBER, "/shared-results")
    expect(acts.row_with(page, share_id)).to_be_visible()
    below = page.locator("main tbody tr").nth(1).inner_text()

    sharer.withdraw(share_id)

    line = page.locator("main tbody tr").first
    expect(line).to_contain_text("Access ended: withdrawn by the candidate", timeout=SOON_MS)
    expect(page.get_by_text("MARCHETTI")).to_have_count(0)
    expect(line.get_by_role("link")).to_have_count(0)
    assert page.locator("main tbody tr").nth(1).inner_text() == below


def test_the_candidate_sees_who_has_it_and_when_it_was_opened(
    people: People, sharer: Sharer
) -> None:
    share_id = sharer.share()
    page = people.person().enter(CANDIDATE, "/my-results")
    held = page.locator(f"[id='{share_id}']")
    expect(held).to_contain_text("Northbridge University")
    expect(held).to_contain_text("Not opened yet")

    people.person().enter(MEMBER, f"/shared-results/{share_id}").get_by_text(GENUINE).wait_for()
    page.reload()

    expect(held).to_contain_text(re.compile(r"First opened on \d{4}-\d\d-\d\d"))
    acts.withdraw_from(page)
    expect(page.get_by_text(re.compile("^Access withdrawn"))).to_be_visible()


def is_bold(text: Locator) -> bool:
    """As it is drawn."""
    return int(text.evaluate("(element) => getComputedStyle(element).fontWeight")) >= 600


def total_in(person: Person) -> int:
    """How many results the list says that it has."""
    heading = person.page.locator("main h2").filter(has_text=TOTAL)
    found = TOTAL.match(heading.inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def facts(service: Running, ids: list[str]) -> list[dict[str, object]]:
    """The same results as the API tells them."""
    return list(wire.signed_in(service, MEMBER).ask(contents.FACTS, ids=ids)["nodes"])
