"""A walk through the site in a real browser: Debian's chromium, driven by Selenium.

axe-core (npm) looks for violations of WCAG 2.2 AA where ``AXE_CORE`` names its ``axe.min.js`` or
``node_modules`` holds it.
"""

# ruff: noqa: E402  (what is not installed skips the module before it is imported)
from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytest.importorskip("starlette", reason="the extra serve is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="the extra serve is not installed")
webdriver: Any = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
if not (CHROMIUM and DRIVER):
    pytest.skip("chromium and chromedriver are not installed", allow_module_level=True)

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a running server and a function that stops it."""
    from toolkit.web.server import application

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = tmp_path_factory.mktemp("team") / "team.db"
    running = uvicorn.Server(
        uvicorn.Config(application(store=store, editor_token="editor"), port=port, log_level="error")
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)

    def stop() -> None:
        running.should_exit = True
        running.force_exit = True
        thread.join(10)

    yield f"http://127.0.0.1:{port}/", stop
    stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--disable-sync", "--force-prefers-reduced-motion", "--lang=en-US", f"--user-data-dir={profile}"):  # fmt: skip
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "en-US"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.implicitly_wait(0)
    yield driver
    driver.quit()


@pytest.fixture(autouse=True)
def at_home(browser: Any, server: tuple[str, Callable[[], None]]) -> Iterator[None]:
    """Every walk starts on the first page in English on a wide screen, and ends without an error in the console."""
    size(browser, 1440, 900)
    browser.get(server[0])
    browser.execute_script("localStorage.clear()")
    browser.get(server[0] + "index.html")
    browser.get_log("browser")
    yield
    severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    expected = (
        "favicon",
        "ERR_CONNECTION_REFUSED",
        "no-such-thing.html - Failed",
        "deep/place.html - Failed",
    )
    assert [m for m in severe if not any(part in m for part in expected)] == []


def size(browser: Any, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def wait(found: Callable[[], Any], seconds: float = 15.0) -> Any:
    """The first true value of ``found``; pages change while they are looked at."""
    from selenium.common.exceptions import WebDriverException

    end = time.monotonic() + seconds
    while True:
        try:
            if value := found():
                return value
        except WebDriverException:
            pass
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def ask(browser: Any, query: str) -> None:
    box = wait(lambda: browser.find_element(By.ID, "q"))
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(Keys.DELETE)
    box.send_keys(query)


def first(browser: Any) -> str:
    hits = browser.find_elements(By.CSS_SELECTOR, "#hits a .zh")
    return hits[0].text if hits else ""


@pytest.mark.parametrize(
    ("query", "chinese"),
    [("sentencing recommendation", "量刑建议"), ("认罪认罚", "认罪认罚"), ("認罪認罰", "认罪认罚"), ("renzuirenfa", "认罪认罚"),
     ("rzrf", "认罪认罚"), ("sentncing recomendation", "量刑建议"), ("chase and add suing", "追加起诉")],
)  # fmt: skip
def test_search(browser: Any, query: str, chinese: str) -> None:
    ask(browser, query)
    wait(lambda: first(browser) == chinese)
    # Beside the hits stands the entry of the first.
    wait(lambda: browser.find_element(By.CSS_SELECTOR, "#preview .entry").get_attribute("data-zh") == chinese)


def test_open_copy_permalink_and_back(browser: Any, server: tuple[str, Callable[[], None]]) -> None:
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    ask(browser, "rzrf")
    wait(lambda: first(browser) == "认罪认罚")
    browser.find_element(By.ID, "q").send_keys(Keys.ENTER)
    wait(lambda: browser.current_url.endswith("concepts/admitting-guilt-and-accepting-punishment.html"))
    head = browser.find_element(By.CSS_SELECTOR, ".entry h1")
    assert head.text == "认罪认罚" and "rèn zuì rèn fá" in browser.page_source
    browser.find_element(By.CSS_SELECTOR, ".entry .copy").click()
    wait(lambda: "认罪认罚" in browser.find_element(By.ID, "said").text)
    assert browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])") == "认罪认罚"
    link = browser.find_element(By.CSS_SELECTOR, ".permalink").get_attribute("href")
    assert link == browser.current_url
    browser.back()
    wait(lambda: first(browser) == "认罪认罚")
    assert browser.find_element(By.ID, "q").get_attribute("value") == "rzrf"


def test_filters_stand_in_the_box(browser: Any) -> None:
    ask(browser, "contract")
    wait(lambda: first(browser) == "合同")
    browser.find_element(By.CSS_SELECTOR, '#f-field option[value="criminal-offences"]').click()
    wait(
        lambda: browser.find_element(By.ID, "q").get_attribute("value") == "field:criminal-offences contract"
    )
    wait(lambda: first(browser).endswith("罪"))
    browser.find_element(By.CSS_SELECTOR, '#f-field option[value=""]').click()
    wait(lambda: browser.find_element(By.ID, "q").get_attribute("value") == "contract")


def test_keyboard_only(browser: Any) -> None:
    body = browser.find_element(By.TAG_NAME, "body")
    browser.execute_script("document.activeElement.blur()")
    body.send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "q"
    browser.switch_to.active_element.send_keys("arrest")
    wait(lambda: first(browser) == "逮捕")
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    active = browser.switch_to.active_element
    second = browser.find_elements(By.CSS_SELECTOR, "#hits a")[1]
    assert active == second
    chinese = second.get_attribute("data-zh")
    active.send_keys("c")
    wait(lambda: chinese[:6] in browser.find_element(By.ID, "said").text)
    active.send_keys(Keys.ENTER)
    wait(lambda: browser.find_element(By.CSS_SELECTOR, ".sheet .entry").get_attribute("data-zh") == chinese)
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    wait(lambda: "index.html" in browser.current_url)


def test_a_text_is_annotated_and_stays_here(browser: Any, server: tuple[str, Callable[[], None]]) -> None:
    browser.get(server[0] + "annotate.html")
    text = "The procuratorial organs approved the arrest. <b>Sentencing suggestion</b>"
    browser.find_element(By.ID, "text").send_keys(text)
    browser.find_element(By.ID, "mark").click()
    marked = wait(
        lambda: browser.find_element(By.CSS_SELECTOR, "#marked a") and browser.find_element(By.ID, "marked")
    )
    assert marked.text == text
    assert [a.text for a in marked.find_elements(By.TAG_NAME, "a")] == [
        "procuratorial organs",
        "approved the arrest",
        "Sentencing suggestion",
    ]
    assert marked.find_elements(By.TAG_NAME, "b") == []


def test_html_in_the_box_is_text(browser: Any) -> None:
    ask(browser, "<img src=x onerror=document.title='hacked'>")
    wait(lambda: "<img" in browser.find_element(By.ID, "count").text)
    assert "hacked" not in browser.title or "<img" in browser.title
    assert browser.find_elements(By.CSS_SELECTOR, "main img") == []


@pytest.mark.parametrize(("language", "word"), [("zh-Hans", "检索"), ("zh-Hant", "檢索")])
def test_the_language_is_switched_and_kept(
    browser: Any, server: tuple[str, Callable[[], None]], language: str, word: str
) -> None:
    catalogs = browser.execute_script("return Object.keys(Fayi.catalogs[arguments[0]])", language)
    if "Search" not in catalogs:
        pytest.skip("the catalogs do not hold the messages of the site yet")
    browser.find_element(By.CSS_SELECTOR, f'#language option[value="{language}"]').click()
    wait(lambda: browser.find_element(By.CSS_SELECTOR, ".top nav a").text == word)
    browser.get(server[0] + "concepts/arrest.html")
    wait(lambda: browser.find_element(By.CSS_SELECTOR, ".top nav a").text == word)
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language


@pytest.mark.parametrize("width", [320, 390, 768])
def test_narrow_screens_have_no_sideways_scrolling(
    browser: Any, server: tuple[str, Callable[[], None]], width: int
) -> None:
    size(browser, width, 844)
    for path in PAGES:
        visit(browser, server[0] + path)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), path


def test_a_proposal_is_sent_and_reviewed(browser: Any, server: tuple[str, Callable[[], None]]) -> None:
    browser.get(server[0] + "concepts/arrest.html")
    wait(lambda: browser.find_element(By.CSS_SELECTOR, '.marks a[href$="team.html#arrest"]')).click()
    wait(lambda: browser.find_element(By.NAME, "concept").get_attribute("value") == "arrest")
    for name, value in (("term", "<i>apprehension</i>"), ("author", "Li"), ("reason", "seen")):
        browser.find_element(By.NAME, name).send_keys(value)
    browser.find_element(By.CSS_SELECTOR, "#propose button").click()
    wait(lambda: "<i>apprehension</i>" in browser.find_element(By.ID, "list").text)
    box = browser.find_element(By.ID, "editor")
    box.send_keys("editor")
    box.send_keys(Keys.TAB)
    wait(lambda: browser.find_elements(By.CSS_SELECTOR, "#list button"))[0].click()
    wait(
        lambda: (
            "Li: proposed" in browser.find_element(By.ID, "list").text
            and "accepted" in browser.find_element(By.ID, "list").text
        ),
        60,
    )


def test_a_new_term_has_a_likely_kind_and_the_editor_another(
    browser: Any, server: tuple[str, Callable[[], None]]
) -> None:
    browser.get(server[0] + "team.html")
    wait(lambda: browser.find_elements(By.CSS_SELECTOR, "[name=field] option"))
    browser.find_element(By.CSS_SELECTOR, '[name=kind] option[value="new-term"]').click()
    for name, value in (
        ("english", "crime of stealing moon rock"),
        ("chinese", "盗窃月球岩石罪"),
        ("author", "Li"),
        ("reason", "a test"),
    ):
        browser.find_element(By.NAME, name).send_keys(value)
    assert browser.find_element(By.NAME, "category").get_attribute("value") == "crime"
    browser.find_element(By.CSS_SELECTOR, '[name=field] option[value="criminal-offences"]').click()
    browser.find_element(By.CSS_SELECTOR, "#propose button").click()
    wait(lambda: "盗窃月球岩石罪" in browser.find_element(By.ID, "list").text)
    browser.find_element(By.ID, "editor").send_keys("editor", Keys.TAB)
    wait(lambda: browser.find_elements(By.CSS_SELECTOR, "#list details"))[0].find_element(
        By.TAG_NAME, "summary"
    ).click()
    box = browser.find_element(By.CSS_SELECTOR, "#list details")
    box.find_element(By.CSS_SELECTOR, 'option[value="act"]').click()
    browser.find_element(By.CSS_SELECTOR, "#list tbody button").click()
    wait(lambda: "category: crime → act" in browser.find_element(By.ID, "list").text, 60)
    patched = browser.execute_async_script(
        "fetch('api/proposals/patch').then((r) => r.text()).then(arguments[0])"
    )
    assert "+crime-of-stealing-moon-rock\t*\tact\tkind" in patched


PAGES = ["index.html", "index.html#q=rzrf", "concepts/admitting-guilt-and-accepting-punishment.html", "concepts/sentencing-recommendation.html",
         "fields/index.html", "fields/policy.html", "sources/index.html", "sources/cpl-2018.html", "pinyin/index.html", "alphabet/index.html",
         "annotate.html", "downloads.html", "help.html", "team.html", "concepts/no-such-thing.html", "concepts/offline.html"]  # fmt: skip


def visit(browser: Any, address: str) -> None:
    browser.get("about:blank")
    browser.get(address)
    if address.endswith("annotate.html"):
        browser.find_element(By.ID, "sample").click()
        wait(lambda: browser.find_elements(By.CSS_SELECTOR, "#marked a"))
    time.sleep(0.2)


def put_on(browser: Any, language: str, theme: str) -> None:
    browser.execute_script(
        "const [language, theme] = arguments; document.documentElement.dataset.theme = theme;"
        "const select = document.getElementById('language'); select.value = language; select.dispatchEvent(new Event('change'));",
        language,
        theme,
    )
    time.sleep(0.2)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation(browser: Any, server: tuple[str, Callable[[], None]], path: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm install axe-core, or name its axe.min.js in AXE_CORE")
    visit(browser, server[0] + path)
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    program = "axe.run({runOnly: arguments[0]}).then(r => arguments[1](r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3)])))"
    # Every language and every theme once: what is wrong with one of them does not hang on the other.
    for language, theme in (("en", "light"), ("zh-Hans", "dark"), ("zh-Hant", "light")):
        put_on(browser, language, theme)
        assert browser.execute_async_script(program, tags) == [], (language, theme)


LOOSE = r"""
const page = document.documentElement, bad = [], own = (e) => e.closest("[lang]") === page;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode.data, parent = walker.currentNode.parentElement;
  if (/\p{L}/u.test(text) && !text.includes("⟦") && own(parent) && !parent.closest("code, script, textarea")) bad.push(text.trim().slice(0, 60));
}
for (const name of ["placeholder", "aria-label", "title"]) {
  for (const e of document.querySelectorAll(`[${name}]:not(.marked a)`)) {
    const text = e.getAttribute(name);
    if (/\p{L}/u.test(text) && !text.includes("⟦") && text !== "cpl-2018:66") bad.push(`${name}=${text}`);
  }
}
return bad;
"""


def test_no_string_escapes_the_catalogs(browser: Any, server: tuple[str, Callable[[], None]]) -> None:
    """In a language whose every word stands in brackets, whatever does not was never looked up."""
    browser.get(server[0] + "team.html")
    proposal = {
        "kind": "new-term",
        "author": "Li",
        "english": "moon rock",
        "chinese": "月球岩石",
        "field": "policy",
        "reason": "seen",
    }
    browser.execute_async_script(
        "fetch('api/proposals', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(arguments[0])}).then(arguments[1])",
        proposal,
    )
    for path in (*PAGES, "index.html#q=zzzzqqq", "index.html#q=law"):
        visit(browser, server[0] + path)
        if path == "team.html":
            browser.find_element(By.ID, "editor").send_keys("editor", Keys.TAB)
            wait(lambda: browser.find_elements(By.CSS_SELECTOR, "#list details"))
            browser.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        browser.execute_script(
            "Fayi.catalogs['zh-Hans'] = new Proxy({}, { get: (_, message) => `⟦${String(message)}⟧` });"
        )
        put_on(browser, "zh-Hans", "light")
        wait(lambda: "⟦" in browser.find_element(By.CSS_SELECTOR, ".top nav").text)
        found = browser.execute_script(LOOSE)
        assert found == [], path


def test_the_address_leads_nowhere_but_to_a_search(
    browser: Any, server: tuple[str, Callable[[], None]]
) -> None:
    browser.get(server[0] + "a/deep/place.html")
    browser.find_element(By.ID, "q").send_keys("rzrf", Keys.ENTER)
    wait(lambda: first(browser) == "认罪认罚")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    browser: Any, server: tuple[str, Callable[[], None]]
) -> None:
    browser.get(server[0] + "concepts/arrest.html")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("href").endswith("#main") and skip.rect["y"] >= 0
    skip.send_keys(Keys.ENTER)
    wait(lambda: browser.switch_to.active_element.get_attribute("id") == "main")
    browser.switch_to.active_element.send_keys("y")
    wait(lambda: "arrest" in browser.find_element(By.ID, "said").text)


def test_the_whole_entry_is_copied_with_its_source(
    browser: Any, server: tuple[str, Callable[[], None]]
) -> None:
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    browser.get(server[0] + "concepts/arrest.html")
    browser.find_element(By.CSS_SELECTOR, ".marks .copy").click()
    wait(lambda: "逮捕" in browser.find_element(By.ID, "said").text)
    copied = browser.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied.startswith("逮捕 (dài bǔ) arrest. 《刑事诉讼法》")


def test_offline_after_the_first_visit(browser: Any, server: tuple[str, Callable[[], None]]) -> None:
    """The last walk: it stops the server."""
    ready = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ? arguments[0](true) : setTimeout(() => arguments[0](Boolean(navigator.serviceWorker.controller)), 500))"
    wait(lambda: browser.execute_async_script(ready), 40)
    server[1]()
    browser.get(server[0] + "index.html")
    ask(browser, "rzrf")
    wait(lambda: first(browser) == "认罪认罚")
    # An entry that no walk visits (a visited one is stored as it was) is built from the shards, at its own address.
    browser.get(server[0] + "concepts/review-for-arrest.html")
    entry = wait(lambda: browser.find_element(By.CSS_SELECTOR, "#sheet .entry"))
    assert entry.get_attribute("data-zh") == "审查逮捕"
    browser.get(server[0] + "annotate.html")
    browser.find_element(By.ID, "sample").click()
    wait(lambda: browser.find_elements(By.CSS_SELECTOR, "#marked a"))
