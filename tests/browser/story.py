"""A person at a browser: signs in, fills forms, presses buttons, takes pictures."""

import os
import re
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from countries.models import User
from tests.factories import PASSWORD

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_SECONDS = 120


class Person:
    """Somebody with a browser of their own. Every request must stay on this machine."""

    def __init__(self, browser: Browser, base: str, user: User, pictures: Path) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=DESKTOP, accept_downloads=True, locale="en"
        )
        self.base, self.pictures = base, pictures
        self.page: Page = self.context.new_page()
        self.foreign: list[str] = []
        self.problems: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", lambda r: r.status >= 500 and self.problems.append(r.url))
        self.page.set_default_timeout(15_000)
        self._sign_in(user)

    def _note(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(url)

    def _sign_in(self, user: User) -> None:
        self.go("/account/login/")
        self.page.locator("[name=login]").fill(user.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url(lambda url: "login" not in url)

    def go(self, path: str) -> None:
        response = self.page.goto(self.base + path if path.startswith("/") else path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"

    def press(self, name: str) -> None:
        """Press the first button or link of the page's own content with this name."""
        content = self.page.locator("main")
        wanted = re.compile(rf"^\s*{re.escape(name)}\s*$")
        button = content.get_by_role("button", name=wanted)
        link = content.get_by_role("link", name=wanted)
        button.or_(link).first.click()
        self.page.wait_for_load_state()

    def reads(self, text: str) -> None:
        """Wait for a text to be on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=15_000)

    def reload_until(self, text: str) -> None:
        """Look again and again, as somebody who waits for the worker does."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self.page.get_by_text(text).count():
                return
            time.sleep(0.5)
            self.page.reload()
        raise AssertionError(f"“{text}” did not appear on {self.page.url}")

    def picture(self, name: str) -> None:
        """Keep the page as it looks on a desk and on a phone."""
        for width, size in (("1280", DESKTOP), ("390", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=self.pictures / f"{name}-{width}.png")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def leave(self) -> None:
        self.context.close()
        assert self.foreign == [], "a page asked another host"
        assert self.problems == []


def picture_folder(fallback: Path) -> Path:
    """Where pictures go: `STORY_PICTURES`, which `make screenshots` sets, else a throw-away."""
    folder = Path(os.environ.get("STORY_PICTURES") or fallback)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
