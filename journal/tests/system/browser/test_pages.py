"""The site as people use it: by eye, by keyboard, with and without JavaScript."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "home": "/",
    "entries": "/entries/",
    "filtered": "/entries/?kind=bug&year=2026",
    "nothing found": "/entries/?kind=bug&topic=branches",
    "entry": "/entries/a-list-looks-a-set-knows/",
    "long entry": "/entries/from-an-address-to-a-page/",
    "formulas": "/entries/two-sum/",
    "table": "/entries/what-an-api-promises/",
    "roadmap": "/topics/",
    "stage": "/topics/django/",
    "topic": "/topics/orm/",
    "code": "/snippets/",
    "snippet": "/snippets/1/",
    "tags": "/tags/",
    "tag": "/tags/hashing/",
    "archive": "/archive/2026/",
    "month": "/archive/2026/10/",
    "on this day": "/on-this-day/",
    "about": "/about/",
    "search": "/search/",
    "results": "/search/?q=the",
    "results in code": "/search/?q=append+in:code",
    "no results": "/search/?q=zzzzzz+topic:orm",
    "pasted error": "/search/?q=TypeError:+missing+1+required+argument",
    "alike": "/entries/forty-one-queries/alike/",
    "bugs": "/bugs/",
}
WIDTHS = (390, 820, 1440)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_the_console_is_silent(open_page, site, scheme):
    page = open_page("/", color_scheme=scheme)
    for name, path in PAGES.items():
        page.goto(site + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.title").endswith("Backend Chronicles"), name


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page, site, violations, width):
    page = open_page("/", listens=False, viewport={"width": width, "height": 900})
    for path in [*PAGES.values(), "/nothing/"]:
        page.goto(site + path)
        assert violations(page) == []


def test_the_html_has_no_parse_error(open_page):
    html5lib = pytest.importorskip("html5lib", reason="needs html5lib: bin/test brings it")
    import urllib.request

    page = open_page("/")
    site = page.url.rstrip("/")
    for path in PAGES.values():
        with urllib.request.urlopen(site + path) as response:
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(response.read().decode())
        found = [code for _, code, _ in parser.errors]
        assert found == [], path


class TestKeyboard:
    def test_the_first_stop_skips_to_the_text(self, open_page):
        page = open_page("/entries/two-sum/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
        assert page.locator(".skip-link").is_visible()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"

    @pytest.mark.parametrize("name", ["home", "entries", "long entry", "roadmap", "code"])
    def test_every_control_is_reached_and_its_focus_is_seen(self, open_page, name):
        page = open_page(PAGES[name], viewport={"width": 1440, "height": 900})
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), pre[tabindex]')]"
            ".filter(e => e.checkVisibility() && !e.disabled).length"
        )
        reached = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "(() => { const e = document.activeElement; if (e === document.body) return null;"
                " const s = getComputedStyle(e); const all = [...document.querySelectorAll('*')];"
                " return [all.indexOf(e), s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
            )
            if found is None:
                break
            index, style, outline = found
            assert style != "none", page.evaluate("document.activeElement.outerHTML")
            assert outline >= 2
            reached.add(index)
        assert len(reached) == wanted

    def test_code_that_is_wider_than_the_page_scrolls_by_keyboard(self, open_page):
        page = open_page("/entries/from-an-address-to-a-page/", viewport={"width": 390, "height": 900})
        code = page.locator(".snippet__code").nth(1)
        code.focus()
        for _ in range(50):  # keys before the first frame go nowhere
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(100)
            if moved := code.evaluate("code => code.scrollLeft"):
                break
        assert moved > 0


class TestScript:
    def test_code_is_copied(self, open_page, site):
        page = open_page("/entries/two-sum/", permissions=["clipboard-read", "clipboard-write"])
        figure = page.locator("figure.snippet").nth(1)
        button = figure.get_by_role("button", name="Copy")
        button.click()
        figure.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == figure.locator(".snippet__code").text_content()
        assert "def two_sum(numbers, target):" in copied

    def test_the_colours_are_a_choice_that_lasts(self, open_page):
        page = open_page("/", color_scheme="light")
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        day = page.evaluate(ground)
        page.get_by_role("button", name="Switch to the dark colours").click()
        night = page.evaluate(ground)
        assert night != day
        page.goto(page.url + "topics/")
        assert page.evaluate(ground) == night
        page.get_by_role("button", name="Switch to the light colours").click()
        assert page.evaluate(ground) == day

    @pytest.mark.parametrize("name", PAGES)
    def test_every_page_reads_the_same_without_it(self, open_page, name):
        page = open_page(PAGES[name], java_script_enabled=False)
        assert page.locator("main").is_visible()
        assert page.locator("main h1").is_visible()
        assert page.locator("nav[aria-label=Main] a").count() == 5

    def test_filters_work_without_it(self, open_page):
        page = open_page("/entries/", java_script_enabled=False)
        page.get_by_label("Kind").select_option("bug")
        page.get_by_role("button", name="Show").click()
        assert "kind=bug" in page.url
        assert set(page.locator("article .kind").all_text_contents()) == {"Bug"}


class TestLayout:
    def test_why_it_works_stands_in_the_margin_of_a_wide_page(self, open_page):
        page = open_page("/entries/a-list-looks-a-set-knows/", viewport={"width": 1440, "height": 900})
        text, why = (page.locator(selector).first.bounding_box() for selector in (".entry__text > .prose", ".why"))
        assert why["x"] >= text["x"] + text["width"]

    def test_and_in_its_place_on_a_narrow_one(self, open_page):
        page = open_page("/entries/a-list-looks-a-set-knows/", viewport={"width": 390, "height": 900})
        text, why = (page.locator(selector).first.bounding_box() for selector in (".entry__text > .prose", ".why"))
        assert abs(why["x"] - text["x"]) < 2
        assert why["y"] >= text["y"] + text["height"]

    def test_lines_are_of_a_length_that_eyes_can_follow(self, open_page):
        page = open_page("/entries/what-a-power-cut-takes/", viewport={"width": 1440, "height": 900})
        characters = page.evaluate(
            "(() => { const p = document.querySelector('.prose p'); const r = document.createRange();"
            " r.selectNodeContents(p); const lines = new Set([...r.getClientRects()].map(c => Math.round(c.top)));"
            " return p.textContent.length / lines.size; })()"
        )
        assert 50 <= characters <= 85

    @pytest.mark.parametrize("name", ["home", "entry", "code", "roadmap"])
    def test_nothing_moves_while_the_page_loads(self, open_page, name, browser):
        page = open_page("/about/", viewport={"width": 390, "height": 900})
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
            " window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(page.url.replace("/about/", PAGES[name]))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") < 0.02

    def test_text_can_be_twice_as_large(self, open_page):
        page = open_page("/entries/two-sum/", viewport={"width": 640, "height": 900})
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640

    def test_print_has_the_text_without_the_navigation(self, open_page):
        page = open_page("/entries/two-sum/")
        page.emulate_media(media="print")
        assert not page.locator(".masthead__nav").is_visible()
        assert page.locator(".entry__title").is_visible()

    def test_motion_stays_off_where_it_is_not_wanted(self, open_page):
        page = open_page("/", reduced_motion="reduce")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')]"
            ".filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
        )
        assert moving == 0
