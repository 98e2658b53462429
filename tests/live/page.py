"""Opens a page in headless Chromium and uses it as a reader would. Prints one JSON object.

    page.py CHROMIUM CHROMEDRIVER PAGE.html [SHOTS-FOLDER]
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(SE_OFFLINE="true", SE_AVOID_STATS="true")
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

chromium, chromedriver, page = sys.argv[1:4]
shots = Path(sys.argv[4]) if len(sys.argv) > 4 else None


def browser(*more):
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile = tempfile.mkdtemp(prefix="page-test-")
    for flag in (
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1280,900", f"--user-data-dir={profile}", *more,
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=webdriver.ChromeService(chromedriver), options=options)


def requests(driver):
    """Every address that the page asked for."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def shoot(driver, name):
    if shots:
        driver.save_screenshot(str(shots / f"{name}.png"))


def to(driver, selector):
    """The element, in the middle of the window: at the top lies the list of sections."""
    element = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def first_cells(driver, section):
    return [c.text for c in driver.find_elements(By.CSS_SELECTOR, f"#{section} tbody tr:not([hidden]) > :first-child")]


def column(driver, section, number):
    cells = driver.find_elements(By.CSS_SELECTOR, f"#{section} table[data-sort] tbody tr:not([hidden]) > :nth-child({number})")
    return [c.get_attribute("data-v") or c.text for c in cells]


def use(driver):
    found = {}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.get(Path(page).resolve().as_uri())
    found["title"] = driver.title
    found["script_ran"] = driver.find_element(By.TAG_NAME, "html").get_attribute("class")

    # What a hostile trace would have left: elements of its own, or a changed global.
    found["pwned"] = driver.execute_script("return window.pwned === undefined ? null : String(window.pwned)")
    found["strangers"] = driver.execute_script(
        "return [...document.querySelectorAll('img,iframe,object,embed,link,base,form,audio,video,b i,script')]"
        ".filter(e => !(e.tagName === 'SCRIPT' && e.parentElement === document.body)).map(e => e.outerHTML.slice(0, 80))")
    found["handlers"] = driver.execute_script(
        "return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length")
    # The policy: a style, a script or a request that somebody smuggles in does nothing.
    found["smuggled"] = driver.execute_async_script(
        "const done = arguments[0], s = document.createElement('script'); s.textContent = 'window.smuggled = 1';"
        "document.body.append(s); s.remove();"
        "fetch('http://127.0.0.1:9/').then(() => done('fetched'), () => done(window.smuggled ? 'ran' : 'refused'))")
    found["log_smuggled"] = [e["message"] for e in driver.get_log("browser")]

    # Sorting.
    to(driver, "#frequency thead")
    head = driver.find_elements(By.CSS_SELECTOR, "#frequency thead th button")
    found["frequency"] = first_cells(driver, "frequency")
    head[0].click()
    found["sorted_by_name"] = first_cells(driver, "frequency")
    head[1].send_keys(Keys.ENTER)
    found["sorted_by_calls"] = column(driver, "frequency", 2)
    head[1].click()
    found["sorted_back"] = column(driver, "frequency", 2)
    found["aria_sort"] = driver.find_elements(By.CSS_SELECTOR, "#frequency thead th")[1].get_attribute("aria-sort")

    # Searching.
    search = driver.find_element(By.CSS_SELECTOR, "#frequency input[type=search]")
    search.send_keys("read")
    found["found"] = first_cells(driver, "frequency")
    found["found_said"] = driver.find_element(By.CSS_SELECTOR, "#frequency output").text
    search.clear()
    search.send_keys("x", Keys.BACKSPACE)

    # Zooming: buttons, keys, dragging.
    bars = "return [...document.querySelectorAll('#timeline svg.time rect')].map(e => e.getAttribute('x')).join()"
    ticks = "return [...document.querySelector('#timeline .ticks').children].map(e => e.textContent)"
    before = driver.execute_script(bars)
    found["ticks"] = driver.execute_script(ticks)
    to(driver, "[data-zoom=in]").click()
    found["zoomed"] = driver.execute_script(bars) != before
    found["ticks_zoomed"] = driver.execute_script(ticks)
    found["window"] = driver.find_element(By.ID, "window").text
    chart = to(driver, "#timeline svg.time")
    chart.send_keys("0")
    found["zoomed_back"] = driver.execute_script(bars) == before
    box = chart.size["width"]
    ActionChains(driver).move_to_element_with_offset(chart, -box // 4, 0).click_and_hold() \
        .move_by_offset(box // 2, 0).release().perform()
    found["ticks_dragged"] = driver.execute_script(ticks)
    chart.send_keys(Keys.ESCAPE)

    # The heat map of one call.
    names = Select(to(driver, "#heat-name"))
    names.select_by_index(1)
    found["maps"] = driver.execute_script(
        "return [...document.querySelectorAll('[data-map]')].filter(e => e.getAttribute('display') !== 'none').map(e => e.dataset.map)")
    names.select_by_index(0)

    # Names for those who do not see the page.
    found["nameless"] = driver.execute_script(
        "return [...document.querySelectorAll('button, input, select, svg[role=img], [role=region]')].filter(e =>"
        "!(e.getAttribute('aria-label') || e.textContent.trim() || e.closest('label'))).map(e => e.outerHTML.slice(0, 80))")
    found["commands"] = [c.get_attribute("textContent") for c in driver.find_elements(By.CSS_SELECTOR, ".command code")]
    found["text"] = driver.find_element(By.TAG_NAME, "body").get_attribute("textContent")
    found["wide"] = driver.execute_script("return document.documentElement.scrollWidth > innerWidth")
    found["requests"] = requests(driver)
    return found


driver = browser()
try:
    # What the browser does for its own start page is not the page's doing.
    driver.get("about:blank")
    driver.get_log("performance")
    driver.get(Path(page).resolve().as_uri())
    found_log = [e["message"] for e in driver.get_log("browser")]
    result = use(driver)
    result["log"] = found_log
    for scheme in ("light", "dark"):
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        driver.execute_script("scrollTo(0, 0)")
        shoot(driver, scheme)
        result[f"back_{scheme}"] = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
        if shots:
            height = driver.execute_script("return document.documentElement.scrollHeight")
            driver.set_window_size(1280, min(height, 6000))
            shoot(driver, f"{scheme}-whole")
            driver.set_window_size(1280, 900)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 400, "height": 860, "deviceScaleFactor": 2, "mobile": True})
    result["wide_narrow"] = driver.execute_script("return document.documentElement.scrollWidth > innerWidth")
    shoot(driver, "narrow")
    driver.execute_script("document.getElementById('timeline').scrollIntoView()")
    shoot(driver, "narrow-timeline")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    if shots:
        import base64
        pdf = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        (shots / "print.pdf").write_bytes(base64.b64decode(pdf["data"]))
finally:
    driver.quit()
print(json.dumps(result))
