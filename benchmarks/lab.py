"""A real JupyterLab and a real browser, for the room: no settings of the user, no network, nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SIZE = {"width": 1366, "height": 768}
TOKEN = "room"
PATIENCE = 60  # seconds for the server; a slow machine needs twenty


def browser_path() -> str | None:
    """The browser of this machine; None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


class Lab:
    """JupyterLab over a folder, started with `with` and ended with its kernels."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder / "work"
        self._home = folder / "jupyter"
        self._variables = variables
        self._port = _free_port()

    def __enter__(self) -> Lab:
        self.folder.mkdir(parents=True, exist_ok=True)
        quiet = self._home / "settings" / "@jupyterlab" / "apputils-extension"
        quiet.mkdir(parents=True, exist_ok=True)
        (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}', encoding="utf-8")
        places = {
            "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }  # fmt: skip
        environment = {**os.environ, **{key: str(self._home / name) for key, name in places.items()}}
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={self._port}",
            "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.folder}",
        ]  # fmt: skip
        self._log = (self._home / "log.txt").open("wb")
        self._server = subprocess.Popen(
            command, env={**environment, **self._variables}, stdout=self._log, stderr=subprocess.STDOUT
        )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._server.terminate()
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._log.close()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._server.poll() is not None:
                break
            try:
                self.get("api/status")
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise RuntimeError(
            "JupyterLab did not start:\n" + (self._home / "log.txt").read_text("utf-8")[-2000:]
        )

    def get(self, path: str) -> Any:
        """What the server answers to a question of its API."""
        with urllib.request.urlopen(f"{self.address(path)}?token={TOKEN}", timeout=5) as answer:
            return json.load(answer)

    def address(self, path: str) -> str:
        """A page of the server."""
        return f"http://127.0.0.1:{self._port}/{path}"

    @property
    def process(self) -> int:
        """Process id of the server; its kernels are its children."""
        return self._server.pid

    def notebook(self, name: str, cells: Sequence[str]) -> None:
        """Write a notebook."""
        body = {
            "cells": [
                {"cell_type": "code", "id": f"c{number}", "metadata": {}, "outputs": [], "execution_count": None,
                 "source": source}
                for number, source in enumerate(cells)
            ],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }  # fmt: skip
        (self.folder / name).write_text(json.dumps(body), encoding="utf-8")

    def open(self, page: Any, name: str) -> None:
        """Open a notebook in the browser, until its kernel waits for work."""
        page.goto(f"{self.address('lab/tree/' + name)}?token={TOKEN}")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_selector("#jp-bottom-panel :text('Python 3 (ipykernel) | Idle')", timeout=60_000)

    @staticmethod
    def run(page: Any, cell: int) -> None:
        """Run one cell, counted from 0."""
        page.locator(".jp-Notebook .jp-Cell .jp-InputArea-editor").nth(cell).click()
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Enter")


@contextmanager
def browser_page(asked: list[str] | None = None) -> Iterator[Any]:
    """A page of a fresh browser, 1366 x 768; gives the addresses that it asks for to `asked`.

    Raises:
        RuntimeError: this machine has no browser.
    """
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None:
        raise RuntimeError("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport=SIZE, locale="zh-CN", timezone_id="Asia/Shanghai")
            if asked is not None:
                page.on("request", lambda request: asked.append(request.url))
            yield page
        finally:
            browser.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
