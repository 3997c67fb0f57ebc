"""Seeded properties, and tests that need system commands."""

import os
import shutil

import pytest
from hypothesis import settings
from tests.commands import made_once, run

settings.register_profile("seeded", deadline=None, derandomize=True)
settings.load_profile("seeded")

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Set by `make test-all`, where a test that needs the system must run.
MUST_RUN = os.environ.get("MATURITY_SYSTEM_TESTS") == "1"


def pytest_collection_modifyitems(items):
    """Whatever looks at the reports of the demo is slow: they take a minute to make."""
    for item in items:
        if "demo" in item.fixturenames:
            item.add_marker(pytest.mark.slow)


def pytest_runtest_setup(item):
    needed = [command for mark in item.iter_markers("system") for command in mark.args]
    missing = [command for command in needed if shutil.which(command) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if MUST_RUN and skipped and item.get_closest_marker("system"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where it must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The reports of ``maturity demo``, made once for all tests, and what the command printed."""

    def make(folder):
        code, out, err = run("demo", "-o", folder, "--language", "en")
        assert code == 0, err
        return out

    folder, printed = made_once(tmp_path_factory, "demo", make)
    assert printed, "maturity demo failed in another worker"
    return folder, printed


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium that asks the network for nothing of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        yield chromium
        chromium.close()
