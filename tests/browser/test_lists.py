"""The list of shared results: searched, sorted, turned over page by page, selected, left empty."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser import newcomers
from tests.browser.people import People
from tests.parties import MEMBER, PRIMARY
from tests.running import Running

LIST = "/shared-results"
GARBAGE = (
    "?page=-1&after=%00%ff&sort=DROP%20TABLE&from=2026-13-99&to=x&exam=%3Cscript%3E&access=all",
    "?page=1e99&after=" + "A" * 900,
    "?from=2026-02-30&to=2019-1-1&exam=NOTHING&unopened=maybe&new=yes&page=2",
    "?after=eyJ2IjoxfQ&page=7#%F0%9F%92%A9",
)
TOTAL = re.compile(r"^([\d,]+) (shared results?|results? match(es)?)$")


def test_a_search_by_name_is_not_in_the_address_and_survives_reload_and_back(
    people: People,
) -> None:
    person = people.person()
    page = person.enter(MEMBER, LIST)
    everything = total_in(page)
    name = page.locator("main tbody tr").nth(3).locator("td").nth(2).locator("bdi").inner_text()

    search_by_name(page, name)
    expect(page.locator("main tbody tr").first).to_contain_text(name)
    found = total_in(page)
    assert found < everything
    assert parameters(page) == {}
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value(name)
    assert total_in(page) == found
    page.go_back()

    expect(page.get_by_role("searchbox")).to_have_value("")
    expect_total(page, everything)
    assert name.lower() not in page.url.lower()


def test_the_other_filters_are_in_the_address_and_can_be_taken_off_one_by_one(
    people: People,
) -> None:
    page = people.person().enter(MEMBER, LIST)
    everything = total_in(page)
    page.get_by_role("button", name="Unopened", exact=True).click()
    page.get_by_role("button", name="Last 30 days").click()
    open_search(page)
    page.get_by_text(re.compile("^Exams: any")).click()
    page.get_by_role("checkbox", name="C1 Advanced", exact=True).check()
    page.get_by_role("button", name="Search", exact=True).click()

    expect(page).to_have_url(re.compile("exam=C1_ADVANCED"))
    assert parameters(page).keys() == {"unopened", "from", "to", "exam"}
    expect(
        page.get_by_role("list", name="Filters that are on").get_by_role("listitem")
    ).to_have_count(3)
    few = total_in(page)
    for row in page.locator("main tbody tr").all_inner_texts():
        assert "C1 Advanced" in row
    other = people.person().enter(MEMBER, f"{LIST}?{urlsplit(page.url).query}")
    assert total_in(other) == few

    page.get_by_role("button", name=re.compile("^Remove the filter: .*C1 Advanced")).click()
    expect(page).not_to_have_url(re.compile("exam="))
    assert few <= total_in(page) < everything
    page.get_by_role("button", name="Remove all").click()
    expect_total(page, everything)


def test_a_heading_sorts_and_sorts_the_other_way_round(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)
    heading = page.get_by_role("columnheader", name=re.compile("^Score"))
    expect(page.get_by_role("columnheader", name=re.compile("^Date shared"))).to_have_attribute(
        "aria-sort", "descending"
    )

    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("sort=-overall-score"))
    expect_in_order(page, falling=True)
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")

    page.go_back()
    expect(heading).to_have_attribute("aria-sort", "descending")
    page.reload()
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_pages_are_turned_by_number_first_previous_next_and_last(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)
    pager = page.get_by_role("navigation", name="Pages")
    rows = page.locator("main tbody tr")
    total = total_in(page)
    last = -(-total // 25)
    first_row = rows.first.inner_text()

    pager.get_by_role("button", name="Last").click()
    expect_page(page, last)
    expect(rows).to_have_count(total - 25 * (last - 1))
    expect(pager.get_by_role("button", name="Last")).to_have_attribute("aria-disabled", "true")
    pager.get_by_role("button", name="Previous").click()
    expect_page(page, last - 1)
    expect(rows).to_have_count(25)
    pager.get_by_role("button", name="First").click()
    expect_page(page, 1)
    assert rows.first.inner_text() == first_row
    pager.get_by_role("button", name="Page 3", exact=True).click()
    expect_page(page, 3)
    pager.get_by_role("button", name="Next").click()
    expect_page(page, 4)
    fourth = rows.first.inner_text()

    page.reload()
    expect_page(page, 4)
    assert rows.first.inner_text() == fourth
    page.go_back()
    expect_page(page, 3)


def test_how_many_results_a_page_has_is_remembered(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)

    page.get_by_label("Results on a page").select_option("100")
    expect(page.locator("main tbody tr")).to_have_count(100)
    page.reload()

    expect(page.locator("main tbody tr")).to_have_count(100)


def test_a_selection_goes_over_pages_and_can_become_all_that_match(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)
    pager = page.get_by_role("navigation", name="Pages")
    total = total_in(page)
    of_page = page.get_by_role("checkbox", name="Select every result of this page")

    of_page.check()
    expect(page.get_by_text("25 results are selected")).to_be_visible()
    pager.get_by_role("button", name="Next").click()
    expect_page(page, 2)
    expect(of_page).not_to_be_checked()
    page.locator("main tbody tr").first.get_by_role("checkbox").check()
    expect(page.get_by_text("26 results are selected")).to_be_visible()
    pager.get_by_role("button", name="Previous").click()
    expect_page(page, 1)
    expect(of_page).to_be_checked()

    page.get_by_role("button", name=f"Select all {total} that match").click()
    expect(page.get_by_text(f"All {total} that match are selected")).to_be_visible()
    page.get_by_role("button", name="Clear the selection").click()
    expect(page.get_by_role("button", name="Clear the selection")).to_have_count(0)
    expect(of_page).not_to_be_checked()


def test_a_search_without_an_answer_says_so_and_leads_back(people: People) -> None:
    page = people.person().enter(MEMBER, LIST)
    everything = total_in(page)

    search_by_name(page, "Zzyzx-Qwortle")

    expect(page.get_by_text("Nothing matches this search")).to_be_visible()
    page.get_by_role("button", name="Remove all filters").click()
    expect_total(page, everything)


def test_an_organisation_that_nobody_shares_with_is_told_what_comes_next(
    people: People, service: Running
) -> None:
    newcomer = newcomers.member(service, name="Newcomer College")
    page = people.person().enter(newcomer.user.email, LIST)

    expect(page.get_by_text("No results are shared with you yet")).to_be_visible()
    expect(page.get_by_text("Tell applicants to choose “Newcomer College”")).to_be_visible()
    expect(page.locator("main table")).to_have_count(0)


def test_garbage_in_the_address_is_as_if_it_were_not_there(people: People) -> None:
    person = people.person()
    page = person.enter(PRIMARY, LIST)

    for garbage in GARBAGE:
        person.open(LIST + garbage)
        expect(page.locator("main tbody tr")).to_have_count(25)
        expect(page.get_by_role("alert")).to_have_count(0)


def test_withdrawn_shares_are_lines_without_data(people: People) -> None:
    page = people.person().enter(PRIMARY, f"{LIST}?access=withdrawn")

    line = page.locator("main tbody tr").first
    expect(line).to_contain_text("Access ended: withdrawn by the candidate")
    expect(page.locator("main tbody").get_by_role("link")).to_have_count(0)
    expect(page.locator("main tbody bdi")).to_have_count(0)


def search_by_name(page: Page, name: str) -> None:
    open_search(page)
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("list", name="Filters that are on")).to_be_visible()


def open_search(page: Page) -> None:
    page.get_by_role("button", name="Search options").click()
    expect(page.get_by_role("searchbox")).to_be_visible()


def total_in(page: Page) -> int:
    """How many results the heading of the list says, once the list is the one asked for."""
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    heading = page.locator("main h2").filter(has_text=TOTAL)
    expect(heading).to_be_visible()
    found = TOTAL.match(heading.inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def expect_total(page: Page, total: int) -> None:
    expect(page.locator("main h2").filter(has_text=TOTAL)).to_contain_text(f"{total}")


def expect_page(page: Page, number: int) -> None:
    """Shown, marked as the current one, and no other page's rows on the screen."""
    current = page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")
    expect(current).to_have_text(re.compile(rf"{number}$"))
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)


def expect_in_order(page: Page, *, falling: bool) -> None:
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    cells = page.locator("main tbody tr td:nth-child(5)").all_inner_texts()
    scores = [int(found[0]) for cell in cells if (found := re.match(r"\d+", cell))]
    assert scores == sorted(scores, reverse=falling)
    assert len(scores) > 10


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)
