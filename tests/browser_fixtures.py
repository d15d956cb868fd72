"""A browser for pages that are files: real, headless, without a network."""

import os
import shutil

import pytest

# Chromium asks hosts of its maker at each start, if it is let.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Runs before all scripts of the page.
WATCH = """
window.faults = [];
addEventListener("securitypolicyviolation", (event) =>
  window.faults.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
addEventListener("unhandledrejection", (event) =>
  window.faults.push(`promise: ${event.reason}`));
// The page inflates its parts one after the other, the summary first.
const read = Response.prototype.arrayBuffer;
Response.prototype.arrayBuffer = async function () {
  const bytes = await read.call(this);
  window.summaryBytes ??= bytes.byteLength;
  window.inflated = (window.inflated ?? 0) + bytes.byteLength;
  return bytes;
};
"""


def find_browser():
    """Return the program of a Chromium, or skip the test and say why."""
    if (named := os.environ.get("SKTOPICS_TEST_BROWSER")) is not None:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if (found := shutil.which(name)) is not None:
            return found
    pytest.skip("There is no chromium, chromium-browser or google-chrome.")


@pytest.fixture(scope="module")
def browser():
    """A browser that is started once."""
    library = pytest.importorskip("playwright.sync_api")
    program = find_browser()
    # Chromium does not run as root inside its sandbox.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = ["--no-sandbox", *QUIET] if is_root else [*QUIET]
    with library.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=options)
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Open a file in a page of its own; at the end no fault may have happened.

    A fault is an error on the console, an exception, a violation of the policy of the
    page, or a request for anything but the file.
    """
    contexts, pages, faults = [], [], []

    def record(kind):
        return lambda event: faults.append(f"{kind}: {getattr(event, 'text', event)}")

    def start(path, width=1280, height=900, theme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            offline=True,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", record("error"))
        page.on(
            "console",
            lambda said: said.type in ("error", "warning") and record("console")(said),
        )
        address = path.as_uri()

        def refuse_others(route):
            if route.request.url.split("#")[0] == address:
                return route.continue_()
            faults.append(f"request: {route.request.url}")
            return route.abort()

        context.route("**/*", refuse_others)
        page.goto(address)
        page.wait_for_selector("html[data-ready='true']")
        return page

    yield start
    for page in pages:
        faults.extend(page.evaluate("window.faults"))
    for context in contexts:
        context.close()
    assert faults == []


def faults_by_axe(page, **options):
    """Return what axe-core finds on the page as it is seen, if it is serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    size = {"target-size": {"enabled": True}}
    options = {"resultTypes": ["violations"], "rules": size, **options}
    return [
        (one["id"], node["html"][:90])
        for one in axe.run(page, options=options).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
