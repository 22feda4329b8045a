"""A real browser against a real server: skipped, with the reason, where either is missing."""

import shutil

import pytest

from journal.tests.processes import begun, manage, serving

PASSWORD = "correct horse battery staple"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def is_fault(request):
    """A request that a newer one of the same page made needless is none."""
    return request.failure != "net::ERR_ABORTED"


def switch_to(page, scheme):
    """Colours that change slowly have changed afterwards."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright: bin/test brings it")
    executable = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if executable is None:
        pytest.skip("browser tests need Chromium: apt install chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def violations():
    """What axe finds on a page, by day and by night: the rules about colours once more, the others see no difference.

    It tries inline styles meanwhile, which the policy rightly blocks and reports.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: bin/test brings it").Axe()

    def violations_on(page):
        page.wait_for_load_state()  # a click waits until the answer has begun, not until it has ended
        switch_to(page, "light")
        found = axe.run(page).response["violations"]
        switch_to(page, "dark")
        found += axe.run(page, options=COLOURS).response["violations"]
        return [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in found]

    return violations_on


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo journal, served as `bin/serve` serves it, with an author's account."""
    data = tmp_path_factory.mktemp("browsed")
    begun(data)
    with serving(data) as (address, _):
        account = {"DJANGO_SUPERUSER_USERNAME": "author", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        made = manage("createsuperuser", "--noinput", "--email", "author@example.org", data=data, **account)
        assert made.returncode == 0, made.stderr
        yield address


@pytest.fixture(scope="session")
def author_state(browser, site):
    """The cookies of the author, who signed in once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("#id_login", "author")
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/admin/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(browser, site):
    """Open a page by its path; whatever the console says or the policy blocks fails the test."""
    contexts, complaints = [], []

    def open_(path, *, expect=200, listens=True, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        if listens and expect == 200:
            page.on(
                "console",
                lambda message: (
                    complaints.append(f"{message.text} {message.location}")
                    if message.type in ("error", "warning")
                    else None
                ),
            )
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "requestfailed",
                lambda request: complaints.append(f"{request.url} failed") if is_fault(request) else None,
            )
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(site) else None)
        response = page.goto(site + path)
        assert response.status == expect
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
