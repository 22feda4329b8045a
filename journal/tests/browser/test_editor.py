"""Writing in the admin, with a real browser."""

import pytest

from journal.tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def editor(open_page, site):
    """The form of an entry, opened by the author."""

    def open_form(title, **options):
        page = open_page("/admin/login/?next=/admin/journal/entry/", **options)
        page.fill("#id_username", "author")
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        page.goto(f"{site}/admin/journal/entry/?q={title}")
        page.click(f'#result_list th a:text-is("{title}")')
        return page

    return open_form


@pytest.mark.parametrize("width", [390, 1440])
def test_the_preview_follows_the_text(editor, width):
    page = editor("A branch is a name", viewport={"width": width, "height": 900})
    page.fill("#id_body", "Some *words*\n\n```python wrong=1\nx = 1\n```")
    page.frame_locator("entry-preview iframe").locator("em").wait_for()
    warning = page.locator("entry-preview li button").first
    assert "Unknown option" in warning.inner_text()
    warning.click()
    selected = page.evaluate(
        "[id_body.selectionStart, id_body.selectionEnd].map((at) => id_body.value.slice(0, at)).at(-1)"
    )
    assert selected.endswith("```python wrong=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("about:blank")


def test_two_tabs_are_merged(editor):
    page = editor("A commit is a snapshot", listens=False)
    other = page.context.new_page()
    other.goto(page.url)
    lines = page.input_value("#id_body").split("\n")
    other.fill("#id_body", "\n".join([*lines, "A last line of the other tab."]))
    other.click("input[name=_save]")
    page.fill("#id_body", "\n".join(["A first line of this tab.", *lines]))
    page.click("input[name=_continue]")
    assert "Nothing is lost" in page.inner_text(".errornote")
    page.click("input[value='Save the merged entry']")
    page.locator(".messagelist").wait_for()
    page.click('#result_list th a:text-is("A commit is a snapshot")')
    body = page.input_value("#id_body")
    assert body.startswith("A first line of this tab.\n")
    assert body.rstrip().endswith("A last line of the other tab.")


def test_what_was_typed_is_there_again(editor):
    page = editor("A shelf of books", listens=False)
    address = page.url
    page.locator("#id_body").focus()
    with page.expect_response("**/draft/"):
        page.keyboard.type("Typed and never saved. ")
    page.context.set_offline(True)
    page.keyboard.type("Typed without a network. ")
    page.locator("entry-draft[data-state=failed]").wait_for()
    assert "kept in this browser" in page.locator("entry-draft output").inner_text()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    # Chromium may have sent it when the network came back: then the server offers it, else the browser does.
    page.locator("entry-draft [data-take], entry-draft > button").last.click()
    assert "Typed without a network." in page.input_value("#id_body")
    page.goto("about:blank")
