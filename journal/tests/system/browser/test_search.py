"""The search box, as people use it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FRAMES = "".join(f'  File "/srv/app/step_{n}.py", line {n}, in step_{n}\n    step_{n + 1}()\n' for n in range(60))
TRACEBACK = f"Traceback (most recent call last):\n{FRAMES}TypeError: retry() missing 1 required positional argument: 'function'\n"


def titles(page):
    return page.locator(".result .card__title").all_inner_texts()


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_leads_to_the_box_from_anywhere(open_page, key):
    page = open_page("/entries/")
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.input_value(".masthead__search input") == "a/b"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=a%2Fb")


def test_results_appear_while_typing_and_the_address_follows(open_page):
    page = open_page("/search/")
    page.locator(".finder__box").press_sequentially("queryset")
    page.wait_for_url("**/search/?q=queryset")
    page.wait_for_selector(".result")
    assert "A queryset is a question" in titles(page)
    assert "entr" in page.inner_text("#found")
    page.fill(".finder__box", "zzzzzz")
    page.wait_for_selector(".results__nothing")
    assert "Nothing is found" in page.inner_text("#found")


def test_somebody_new_finds_the_bug_from_its_traceback(open_page):
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=")
    page.fill(".finder__box", TRACEBACK)
    page.wait_for_selector(".result")
    assert titles(page) == ["Retry, with an argument"]
    assert "TypeError: retry()" in page.input_value(".finder__box")
    page.locator(".result a").first.click()
    page.wait_for_url("**/entries/retry-with-an-argument/")


def test_without_scripts_it_is_a_form(open_page):
    page = open_page("/search/", java_script_enabled=False)
    page.fill(".finder__box", "select_related")
    page.click(".finder button")
    page.wait_for_selector(".result")
    page.click("text=Newest first") if page.locator("text=Newest first").count() else None
    assert "Forty-one queries" in titles(page)


def test_enter_searches_and_a_result_leads_to_its_place(open_page):
    page = open_page("/search/?q=UnicodeDecodeError")
    page.locator(".result__code a, .result__place a").first.click()
    page.wait_for_load_state()
    anchor = page.url.partition("#")[2]
    assert page.locator(f"[id='{anchor}']").count() == 1
