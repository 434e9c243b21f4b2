"""Firefox and WebKit, Safari's engine, as Debian has them.

Both understand the commands of WebDriver: Firefox as frames of JSON at a port of its own, called
Marionette, WebKit by HTTP from WebKitWebDriver. The standard library speaks both. Selenium would
need geckodriver, which Debian does not have, and Playwright a newer Firefox.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.tools import browser

PATIENCE = 60
# Keys that are no letters, as WebDriver writes them.
KEYS = {
    "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Escape": "\ue00c",
    "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015",
}  # fmt: skip
# Where WebKitWebDriver has them.
ROUTES = {
    "Navigate": "url",
    "ExecuteScript": "execute/sync",
    "PerformActions": "actions",
    "SetWindowRect": "window/rect",
}
# The browser that comes with WebKitGTK, and a style without which its buttons make it wide.
MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
NARROW = "headerbar, toolbar, button, entry { min-width: 0; padding: 0; margin: 0; }"
# What a page notes of its own faults, for an engine that does not tell them. It outlives the page.
WATCH = """
    function note(text) {
        const noted = JSON.parse(sessionStorage.faults ?? "[]");
        sessionStorage.faults = JSON.stringify([...noted, text]);
    }
    addEventListener("error", ({ message, target }) => note(message ?? target.outerHTML), true);
    addEventListener("unhandledrejection", ({ reason }) => note(`rejected: ${reason}`));
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
        note(`policy: ${effectiveDirective} ${blockedURI}`);
    });
    console.error = (...all) => note(`console: ${all.join(" ")}`);
"""
# Scroll an element into the middle of the window, and tell where it is: so far to its right.
PLACE = """
    const element = document.querySelector(arguments[0]);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    return [Math.round(left + arguments[1] * width), Math.round(top + height / 2)];
"""

# Until what a script did is on the screen.
WAIT_FOR_FRAMES = """return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)));
})"""


def watched(site: Path, copy: Path) -> Path:
    """Copy a site, with a script in each page that notes what goes wrong there."""
    shutil.copytree(site, copy)
    (copy / "watch.js").write_text(WATCH, "utf-8")
    for page in copy.rglob("*.html"):
        up = "../" * (len(page.relative_to(copy).parts) - 1)
        script = f'<script src="{up}watch.js"></script>'
        text = page.read_text("utf-8")
        page.write_text(text.replace("<title>", f"{script}<title>", 1), "utf-8")
    return copy


class Engine(ABC):
    """A browser with one page."""

    @abstractmethod
    def call(self, command: str, **parameters: Any) -> Any:
        """Send one of WebDriver's commands, by the name that Marionette has for it."""

    @abstractmethod
    def resize(self, width: int) -> None:
        """Make the page as wide as that."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return the errors of the console since they were last asked for."""

    def goto(self, address: str) -> None:
        """Open a page."""
        self.call("Navigate", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page, or what it promises."""
        return self.call("ExecuteScript", script=script, args=arguments)

    def wait(self, condition: str) -> None:
        """Wait until an expression holds in the page, or in the one that follows it."""
        end = time.monotonic() + PATIENCE
        fault = None
        while time.monotonic() < end:
            try:
                if self.run(f"return Boolean({condition})"):
                    return
            except RuntimeError as error:
                # Between two pages there is no document.
                fault = error
            time.sleep(0.05)
        raise AssertionError(f"in vain: {condition}") from fault

    def click(self, selector: str, across: float = 0.5) -> None:
        """Press the mouse on the first such element, so far across it."""
        x, y = self.run(PLACE, selector, across)
        move = {"type": "pointerMove", "x": x, "y": y, "duration": 0}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", move, *press)

    def press(self, *names: str) -> None:
        """Press keys together, by their names, and let go of them."""
        keys = [KEYS.get(name, name) for name in names]
        down = [{"type": "keyDown", "value": key} for key in keys]
        self._act("key", *down, *({"type": "keyUp", "value": key} for key in reversed(keys)))

    def type(self, text: str) -> None:
        """Press one key after the other."""
        for letter in text:
            self.press(letter)

    def screenshot(self) -> bytes:
        """Return what is seen, as PNG."""
        return base64.b64decode(self.call("TakeScreenshot", full=False))

    def pdf(self) -> bytes:
        """Return the page as it is printed; WebKit knows no such command."""
        return base64.b64decode(self.call("Print"))

    def _act(self, kind: str, *actions: dict[str, Any]) -> None:
        self.call("PerformActions", actions=[{"type": kind, "id": kind, "actions": actions}])


class Firefox(Engine):
    """Frames such as 32:[0,7,"WebDriver:Navigate",{…}], answered by [1,7,error,result]."""

    def __init__(self, resources: ExitStack, dark: bool) -> None:
        profile = Path(resources.enter_context(TemporaryDirectory()))
        settings = {
            "marionette.port": 0,
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
            # A file sees no other file, as with readers.
            "security.fileuri.strict_origin_policy": True,
            # As on a phone, they take no room.
            "ui.useOverlayScrollbars": 1,
            # As where there is a screen to touch.
            "dom.w3c_touch_events.enabled": 1,
            # A finger that a busy machine moves late is no long press.
            "ui.click_hold_context_menus.delay": 1000 * PATIENCE,
        }
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in settings.items()]
        (profile / "user.js").write_text("".join(lines))
        options = ["-headless", "-no-remote", "-marionette", "-remote-allow-system-access"]
        program = str(browser.find(*browser.OTHERS["firefox-esr"]))
        _run(resources, [program, *options, "-profile", str(profile)])
        port = profile / "MarionetteActivePort"
        _until(lambda: port.exists() and port.read_text())
        connection = socket.create_connection(("127.0.0.1", int(port.read_text())), PATIENCE)
        self.connection = resources.enter_context(connection)
        self.stream = resources.enter_context(connection.makefile("rb"))
        self._receive()  # it introduces itself
        self.call("NewSession")

    def call(self, command: str, **parameters: Any) -> Any:
        """Send a frame, and return what the answer holds."""
        scope = "Marionette" if command == "SetContext" else "WebDriver"
        frame = json.dumps([0, 1, f"{scope}:{command}", parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(frame), frame))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return (result or {}).get("value")

    def resize(self, width: int) -> None:
        """Make narrow what the window shows; the window itself cannot be."""
        style = f"min-width: {width}px; max-width: {width}px"
        self.inside(f"gBrowser.selectedBrowser.style = '{style}'")
        self.wait(f"innerWidth === {width}")

    def faults(self) -> list[str]:
        """Ask the browser, but for warnings, its own affairs, and formulas that half arrived."""
        return self.inside(
            """const messages = Services.console.getMessageArray();
            Services.console.reset();
            return messages
                .filter((each) => each instanceof Ci.nsIScriptError)
                .filter((each) => !(each.flags & each.warningFlag))
                .filter((each) => /^(http|file):/.test(each.sourceName))
                .filter((each) => !each.category.includes("MathML"))
                .map(String);"""
        )

    def inside(self, script: str) -> Any:
        """Run a script in the browser instead of its page."""
        self.call("SetContext", value="chrome")
        try:
            return self.run(script)
        finally:
            self.call("SetContext", value="content")

    def swipe(self, selector: str, across: float, dx: int, dy: int) -> None:
        """Draw a finger over the first such element, from so far across it, and let it rest."""
        x, y = self.run(PLACE, selector, across)
        # Touches go to what is on the screen, which may be the page before it was scrolled.
        self.run(WAIT_FOR_FRAMES)
        for step in range(11):
            self._touch(x + dx * step / 10, y + dy * step / 10, "CONTACT")
        # Else the page would roll on.
        time.sleep(0.2)
        self._touch(x + dx, y + dy, "CONTACT")
        self._touch(x + dx, y + dy, "REMOVE")

    def _touch(self, x: float, y: float, state: str) -> None:
        """Touch the screen, or let go of it, at a place of the page."""
        self.inside(
            f"""const {{ left, top }} = gBrowser.selectedBrowser.getBoundingClientRect();
            const place = [mozInnerScreenX + left + {x}, mozInnerScreenY + top + {y}];
            const [across, down] = place.map((pixels) => pixels * devicePixelRatio);
            const finger = 1, pressure = 1, orientation = 90;
            windowUtils.sendNativeTouchPoint(
                finger, windowUtils.TOUCH_{state}, across, down, pressure, orientation);"""
        )

    def _receive(self) -> Any:
        length = b""
        while (digit := self.stream.read(1)) != b":":
            length += digit
        return json.loads(self.stream.read(int(length)))


class WebKit(Engine):
    """HTTP to WebKitWebDriver, which starts a small browser on a screen that nobody sees."""

    def __init__(self, resources: ExitStack, dark: bool) -> None:
        home = Path(resources.enter_context(TemporaryDirectory()))
        (home / "gtk-3.0").mkdir()
        (home / "gtk-3.0" / "gtk.css").write_text(NARROW)
        read, write = os.pipe()
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24"]
        _run(resources, [*screen, "-nolisten", "tcp"], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as told:
            display = told.readline().strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {**os.environ, "DISPLAY": f":{display}", "XDG_CONFIG_HOME": str(home)}
        _run(resources, ["WebKitWebDriver", f"--port={self.port}"], env=environment)
        options = {
            "binary": str(next(Path("/").glob(MINI_BROWSER[1:]))),
            "args": ["--automation", *["--dark-mode"] * dark],
        }
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = ""
        _until(self._listens)
        self.session = f"/{self._request('POST', capabilities=wanted)['sessionId']}/"
        resources.callback(self._request, "DELETE")

    def call(self, command: str, **parameters: Any) -> Any:
        """Send a request, and return what the answer holds."""
        if command == "TakeScreenshot":
            # What has changed is drawn a little later.
            time.sleep(0.4)
            return self._request("GET", "screenshot")
        return self._request("POST", ROUTES[command], **parameters)

    def resize(self, width: int) -> None:
        """Make the window narrow, which has no frame here."""
        self.call("SetWindowRect", width=width, height=900)
        self.wait(f"innerWidth === {width}")

    def faults(self) -> list[str]:
        """Ask the page, which has noted them if it is watched."""
        return self.run(
            """const noted = JSON.parse(sessionStorage.faults ?? "[]");
            sessionStorage.removeItem("faults");
            return noted;"""
        )

    def _request(self, method: str, path: str = "", **parameters: Any) -> Any:
        address = f"http://127.0.0.1:{self.port}/session{self.session}{path}"
        data = json.dumps(parameters).encode() if method == "POST" else None
        request = Request(address.rstrip("/"), data, method=method)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from None

    def _listens(self) -> bool:
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0


def _run(resources: ExitStack, command: list[str], **options: Any) -> None:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **{**quiet, **options})
    resources.callback(process.wait)
    resources.callback(process.terminate)


def _until(ready: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, "the browser does not answer"
        time.sleep(0.05)
