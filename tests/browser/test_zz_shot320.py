from playwright.sync_api import expect
from tests.browser.test_reviewed import *
def test_shot(people: People) -> None:
    page = people.person(width=320, height=1000).enter(MEMBER, LIST)
    expect(page.locator("main tbody tr").first).to_be_visible()
    page.screenshot(path="/tmp/s320.png")
del test_no_file_is_made_of_another_list_than_the_one_that_is_shown
