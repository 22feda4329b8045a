"""Writing in the admin, with a real browser."""

import re
from io import BytesIO

import pytest
from PIL import Image

from journal.tests.system.browser.conftest import PASSWORD

pytestmark = pytest.mark.xdist_group("editor")


@pytest.fixture
def signed(open_page, author_state):
    """A page of the admin, opened by the author."""
    return lambda path, **options: open_page(path, storage_state=author_state, **options)


@pytest.fixture
def editor(signed):
    """The form of an entry, opened by the author."""

    def open_form(title, **options):
        page = signed("/admin/journal/entry/", **options)
        page.click(f'#result_list th a:text-is("{title}")')
        page.wait_for_url("**/change/")
        page.wait_for_load_state()
        return page

    return open_form


@pytest.fixture
def new_entry(signed):
    """The form of a new entry, with nothing of an earlier test in it."""

    def open_form(**options):
        page = signed("/admin/journal/entry/add/", **options)
        if page.locator("[data-discard]").count():
            page.click("[data-discard]")
            page.locator("[data-offer]").wait_for(state="detached")
        return page

    return open_form


NAMED = {"first": (30, 20), "second": (40, 20)}


def picture(size=(30, 20)):
    target = BytesIO()
    Image.new("RGB", size, "brown").save(target, "PNG")
    return target.getvalue()


def text_of(page):
    return page.input_value("#id_body")


def tab_to(page, selector, limit=40):
    for _ in range(limit):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def test_an_entry_from_nothing_to_published_with_the_keyboard_alone(new_entry, open_page):
    page = new_entry()
    tab_to(page, "#id_title")
    page.keyboard.type("Written by hand")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.tool") == "bold"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.tool") == "italic"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_body"
    for keys in ("## Lists", "Enter", "Enter", "- one", "Enter", "two", "Enter", "Enter", "Some ", "Control+b"):
        page.keyboard.press(keys) if keys in ("Enter", "Control+b") else page.keyboard.type(keys)
    page.keyboard.type("bold")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" words.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Shift+E")
    page.keyboard.type("python")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("if True:")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("print(1)")
    expected = "## Lists\n\n- one\n- two\nSome **bold** words.\n\n```python\nif True:\n    print(1)\n```\n"
    assert text_of(page) == expected
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "id_body"
    tab_to(page, "#id_topic")
    page.keyboard.type("Decorators")
    tab_to(page, "button[name=_publish]")
    page.keyboard.press("Enter")
    page.get_by_text("everyone can read it at").wait_for()
    visitor = open_page("/entries/written-by-hand/")
    assert visitor.locator("strong").text_content() == "bold"
    assert visitor.locator(".entry li").last.text_content().startswith("two")


def test_undo_takes_back_what_a_tool_did(new_entry):
    page = new_entry()
    page.fill("#id_body", "words")
    page.focus("#id_body")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+i")
    assert text_of(page) == "*words*"
    page.keyboard.press("Control+i")
    assert text_of(page) == "words"
    page.keyboard.press("Control+z")
    assert text_of(page) == "*words*"
    page.goto("about:blank")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_preview_follows_the_text(editor, width):
    page = editor("A branch is a name", viewport={"width": width, "height": 900})
    page.fill("#id_body", "Some *words*, [[two-sun]]\n\n```python wrong=1\nx = 1\n```")
    if width == 390:
        page.get_by_role("button", name="Preview (2)").click()
        assert not page.locator("#id_body").is_visible()
    page.frame_locator("entry-preview iframe").locator("em").wait_for()
    assert "Did you mean “two-sum”?" in page.locator(".warnings button").first.inner_text()
    warning = page.locator(".warnings button").last
    assert "Unknown option" in warning.inner_text()
    warning.click()
    selected = page.evaluate(
        "[id_body.selectionStart, id_body.selectionEnd].map((at) => id_body.value.slice(0, at)).at(-1)"
    )
    assert selected.endswith("```python wrong=1")
    assert page.locator("#id_body").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("about:blank")


def test_typing_never_waits_for_the_preview(new_entry):
    page = new_entry()
    page.route("**/preview/", lambda route: None)  # a server that never answers
    page.focus("#id_body")
    page.keyboard.type("word " * 50)
    assert text_of(page) == "word " * 50
    page.goto("about:blank")


def test_two_tabs_are_merged(editor):
    page = editor("A commit is a snapshot", listens=False)
    other = page.context.new_page()
    other.goto(page.url)
    lines = text_of(page).split("\n")
    other.fill("#id_body", "\n".join([*lines, "A last line of the other tab."]))
    other.click("button[name=_save]")
    page.fill("#id_body", "\n".join(["A first line of this tab.", *lines]))
    page.focus("#id_body")
    page.keyboard.press("Control+s")
    page.locator(".errornote").wait_for()
    assert "Nothing is lost" in page.inner_text(".errornote")
    page.click("input[value='Save the merged entry']")
    page.locator(".messagelist").wait_for()
    body = text_of(page)
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
    if "Typed without a network." in page.locator("[data-offered]").input_value():
        page.click("[data-take]")
    else:
        page.get_by_role("button", name="Take the text that this browser kept").first.click()
    assert "Typed without a network." in text_of(page)
    page.goto("about:blank")


def test_a_session_that_ends_meanwhile_loses_nothing(editor, site):
    page = editor("A log too large to read", listens=False)
    address = page.url
    page.context.clear_cookies()
    page.locator("#id_body").focus()
    page.keyboard.type("Typed after the session had ended. ")
    page.locator("entry-draft[data-state=failed]").wait_for()
    other = page.context.new_page()
    other.goto(f"{site}/admin/login/")
    other.fill("#id_login", "author")
    other.fill("#id_password", PASSWORD)
    other.click("main form button[type=submit]")
    page.locator("entry-draft[data-state=kept]").wait_for()
    other.goto(address)
    other.locator("[data-take]").click()
    assert "Typed after the session had ended." in text_of(other)
    for tab in (page, other):
        tab.goto("about:blank")


def test_what_is_offered_and_not_answered_is_offered_again(new_entry):
    page = new_entry(listens=False)
    address = page.url
    for words in ("First thought.", "Second thought."):
        page.focus("#id_body")
        with page.expect_response("**/draft/"):
            page.keyboard.type(words)
        page.locator("entry-draft[data-state=kept]").wait_for()
        page.goto("about:blank")
        page.goto(address)
    page.locator("entry-draft > p").first.wait_for()
    page.get_by_role("button", name="Take the text that this browser kept").click()
    assert text_of(page) == "First thought."
    page.get_by_role("button", name="Go on with it").click()
    assert text_of(page) == "Second thought."
    page.goto("about:blank")


def test_what_was_saved_is_not_offered(new_entry, site):
    page = new_entry(listens=False)
    page.fill("#id_title", "Saved once ")
    page.fill("#id_body", "All of it.")
    page.select_option("#id_topic", label="\u2003Decorators")
    page.click("button[name=_save]")
    page.locator(".messagelist").wait_for()
    page.goto(f"{site}/admin/journal/entry/add/")
    page.wait_for_load_state("networkidle")
    assert page.locator("entry-draft button").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft'))") == []


PASTE = """(name) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(window.given)], name, { type: "image/png" }));
    const event = name.startsWith("dropped")
        ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
        : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector("#id_body").dispatchEvent(event);
}"""


def test_two_pictures_come_in_their_order_and_leave_who_types_alone(new_entry):
    page = new_entry()
    page.fill("#id_title", "")
    page.fill("#id_body", "Look:")
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": picture(size)} for name, size in NAMED.items()]
    page.set_input_files("entry-upload input[type=file]", files)
    page.focus("#id_title")
    page.keyboard.type("A title, typed while they come")
    page.get_by_label("What does second.png show?").wait_for()
    assert page.input_value("#id_title") == "A title, typed while they come"
    assert page.evaluate("document.activeElement.id") == "id_title"
    page.get_by_label("What does first.png show?").fill("One")
    page.get_by_label("What does second.png show?").fill("Two")
    page.focus("#id_title")
    page.keyboard.type("!")
    assert page.input_value("#id_title").count("!") == 1
    assert re.fullmatch(r"Look:!\[One\]\(/attachments/\S+\)\n\n!\[Two\]\(/attachments/\S+\)", text_of(page))
    page.goto("about:blank")


def test_an_older_draft_is_merged_and_not_put_over_what_was_saved_since(editor):
    page = editor("Three rows that were one", listens=False)
    address, text = page.url, text_of(page)
    page.evaluate("id_body.setSelectionRange(0, 0)")
    page.focus("#id_body")
    with page.expect_response("**/draft/"):
        page.keyboard.type("Mine, unsaved.\n\n")
    other = page.context.new_page()
    other.goto(address)
    other.fill("#id_body", text + "\n\nSaved since.")
    other.click("button[name=_continue]")
    other.locator(".messagelist").wait_for()
    page.goto("about:blank")
    page.goto(address)
    page.get_by_role("button", name="Go on with it").click()
    page.click("button[name=_continue]")
    page.locator(".errornote").wait_for()
    page.click("input[value='Save the merged entry']")
    page.locator(".messagelist").wait_for()
    assert text_of(page).startswith("Mine, unsaved.")
    assert text_of(page).rstrip().endswith("Saved since.")


def test_a_save_that_does_not_arrive_ends_nothing(editor):
    page = editor("Ask once who may see it", listens=False)
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # as by the Stop button
    page.click("button[name=_continue]")
    page.focus("#id_body")
    with page.expect_response("**/draft/"):
        page.keyboard.type("Typed after it. ")
    page.goto("about:blank")


def test_what_no_storage_takes_goes_to_the_server(new_entry):
    page = new_entry(listens=False)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.focus("#id_body")
    with page.expect_response("**/draft/"):
        page.keyboard.type("Typed into a full browser.")
    page.goto("about:blank")


def test_a_warning_leads_to_its_line_however_far_down(new_entry):
    page = new_entry(viewport={"width": 1440, "height": 900})
    page.fill(
        "#id_body",
        "A line that is long enough to be broken in two, once or twice. " * 3 + "\n" + "words\n" * 300 + "![](x.png)",
    )
    page.get_by_role("button", name="Line 302").first.click()
    top, height, whole = page.evaluate("[id_body.scrollTop, id_body.clientHeight, id_body.scrollHeight]")
    assert top > whole - 2 * height
    page.goto("about:blank")


def test_links_in_the_preview_lead_somewhere(editor):
    page = editor("A branch is a name")
    frame = page.frame_locator("entry-preview iframe")
    with page.context.expect_page() as opened:
        frame.locator("a[href^='/entries/']").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").count() == 1
    page.goto("about:blank")


@pytest.mark.parametrize("way", ["pasted", "dropped", "chosen"])
def test_a_picture_comes_into_the_text(new_entry, way):
    page = new_entry()
    page.fill("#id_body", "Look: ")
    page.focus("#id_body")
    if way == "chosen":
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Image or file").click()
        chooser.value.set_files({"name": "chosen.png", "mimeType": "image/png", "buffer": picture()})
    else:
        page.evaluate("(bytes) => { window.given = bytes; }", list(picture()))
        page.evaluate(PASTE, f"{way}.png")
    field = page.get_by_label(f"What does {way}.png show?")
    field.wait_for()
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.type("A [brown] box")
    page.keyboard.press("Enter")
    text = text_of(page)
    assert text.startswith("Look: ![A brown box](/attachments/")
    assert page.evaluate("document.activeElement.id") == "id_body"
    shown = page.frame_locator("entry-preview iframe").locator("img")
    shown.wait_for()
    page.wait_for_function(
        "() => document.querySelector('entry-preview iframe').contentDocument.querySelector('img')?.naturalWidth === 30"
    )
    page.goto("about:blank")


def test_what_is_no_picture_is_refused_with_words(new_entry):
    page = new_entry(listens=False)
    page.fill("#id_body", "Look: ")
    page.set_input_files(
        "entry-upload input", {"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"}
    )
    page.locator("entry-upload .failed").wait_for()
    assert "Only PNG" in page.locator("entry-upload .failed").inner_text()
    assert text_of(page) == "Look: "
    page.goto("about:blank")


def test_an_older_text_is_restored(editor):
    page = editor("Two numbers that make a sum")
    text = text_of(page)
    page.fill("#id_body", "Everything is gone.")
    page.click("button[name=_continue]")
    page.locator(".messagelist").wait_for()
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Restore version 1").click()
    page.get_by_text("Restored version 1.").wait_for()
    assert text_of(page) == text


def test_a_template_is_put_in_and_keeps_what_is_there(new_entry):
    page = new_entry()
    page.get_by_role("link", name="Bug").click()
    assert text_of(page).startswith("## Symptom")
    assert page.input_value("#id_kind") == "bug"
    page.get_by_role("link", name="Note").click()
    assert text_of(page).startswith("## What it is")
    page.fill("#id_body", "Mine.")
    page.get_by_role("link", name="Practice").click()
    assert text_of(page).startswith("Mine.\n\n## The problem")
    page.goto("about:blank")


def test_a_save_comes_back_to_the_same_place(editor):
    page = editor("What the @ does")
    page.evaluate("id_body.focus(); id_body.setSelectionRange(40, 40)")
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()
    assert page.evaluate("[document.activeElement.id, id_body.selectionStart]") == ["id_body", 40]


def test_an_entry_is_deleted_and_restored(editor, site, open_page):
    page = editor("Forty-one queries")
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Move to the trash").click()
    page.get_by_role("link", name="trash", exact=True).last.click()
    open_page("/entries/forty-one-queries/", expect=404)
    page.get_by_role("row", name="Forty-one queries").get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("restore")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_text("Restored: 1.").wait_for()
    open_page("/entries/forty-one-queries/")


def test_a_thought_is_caught_on_a_phone(signed, site):
    page = signed("/write/", viewport={"width": 390, "height": 844})
    if page.locator("[data-discard]").count():
        page.click("[data-discard]")
    page.fill("#id_body", "# A thought on the way\n\nmore of it")
    assert page.get_by_role("button", name="Save as a draft").is_visible()
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/entries/a-thought-on-the-way/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_an_entry_is_written_and_published(signed):
    page = signed("/admin/journal/entry/add/?kind=note", java_script_enabled=False)
    page.fill("#id_title", "Without a script")
    page.fill("#id_body", "Plain *words*.")
    page.select_option("#id_topic", label="\u2003Decorators")
    page.click("button[name=_publish]")
    assert "everyone can read it" in page.inner_text(".messagelist")


ADMIN_PAGES = {
    "editor": "/admin/journal/entry/1/change/",
    "new entry": "/admin/journal/entry/add/?kind=bug",
    "history": "/admin/journal/entry/1/history/",
    "publication": "/admin/journal/entry/1/publication/",
    "deletion": "/admin/journal/entry/1/delete/",
    "entries": "/admin/journal/entry/",
    "trash": "/admin/journal/trashedentry/",
    "attachments": "/admin/journal/attachment/",
    "broken links": "/admin/journal/link/",
    "upload": "/admin/journal/attachment/add/",
    "topics": "/admin/journal/topic/",
    "tags": "/admin/journal/tag/",
    "repositories": "/admin/journal/repository/",
    "write": "/write/",
}


STOCK_PAGES = ["/admin/journal/topic/add/", "/admin/journal/page/1/change/", "/admin/auth/user/"]


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(signed, site, violations, width):
    page = signed("/admin/", viewport={"width": width, "height": 900}, listens=False)
    for name, path in ADMIN_PAGES.items():
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert violations(page) == []


def test_axe_finds_nothing_in_a_merge(editor, violations):
    page = editor("Where an attribute comes from", listens=False)
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#id_body", "Theirs.")
    other.fill("#id_summary", "Theirs.")
    other.click("button[name=_save]")
    page.fill("#id_body", "Mine.")
    page.fill("#id_summary", "Mine.")
    page.click("button[name=_continue]")
    page.locator(".merge__conflict").first.wait_for()
    assert violations(page) == []


def test_the_policy_holds(signed, site):
    page = signed("/admin/")
    for path in [*ADMIN_PAGES.values(), *STOCK_PAGES]:
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
    page.goto("about:blank")


def test_who_signs_out_leaves_nothing_behind_and_loses_nothing(open_page, site):
    def sign_in(page):
        page.goto(f"{site}/admin/login/")
        page.fill("#id_login", "author")
        page.fill("#id_password", PASSWORD)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/admin/")

    def keeps_something(page):
        return page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft '))")

    page = open_page("/", listens=False)  # a session of its own, which ends
    sign_in(page)
    page.goto(f"{site}/admin/journal/entry/add/")
    page.context.set_offline(True)
    page.focus("#id_body")
    page.keyboard.type("Typed, never sent, and signed out.")
    page.locator("entry-draft[data-state=failed]").wait_for()
    page.evaluate("document.querySelector('entry-draft').remove()")  # nothing sends it when the network is back
    page.context.set_offline(False)
    page.goto(f"{site}/accounts/logout/")
    assert keeps_something(page)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{site}/")
    assert not keeps_something(page)
    sign_in(page)
    page.goto(f"{site}/admin/journal/entry/?state=draft")
    page.click("text=Typed, never sent, and signed out.")
    assert text_of(page) == "Typed, never sent, and signed out."
