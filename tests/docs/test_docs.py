"""The documentation is what the code says, or the build fails."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from server.domain.kinds import load

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md"])


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


@pytest.mark.parametrize("name", MAKER.pages())
def test_a_made_page_is_up_to_date(name: str) -> None:
    expected = MAKER.page(name, MAKER.pages()[name])
    assert (DOCS / name).read_text(encoding="utf-8") == expected, "run: python docs/make.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_holds_the_head_of_the_catalogue(page: Path) -> None:
    assert "Project-Id-Version" not in page.read_text(encoding="utf-8")


def test_the_schema_of_the_report_is_up_to_date() -> None:
    assert (DOCS / "report.schema.json").read_text(encoding="utf-8") == MAKER.schema(), "run: python docs/make.py"


@pytest.mark.parametrize("name", sorted(load()))
def test_every_kind_has_a_page_with_a_head(name: str) -> None:
    head = (DOCS / "activities" / f"{name}.md").read_text(encoding="utf-8").split(MAKER.MARK)[0]
    assert len(head.splitlines()) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert not target.startswith("http"), f"{page.name} needs the internet for {target}"
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_pages_name_exist(page: Path) -> None:
    if page.is_relative_to(DOCS / "decisions"):
        return
    for name in re.findall(r"`((?:server|spilter_tui|tests|docs)/[\w/.-]+)`", page.read_text(encoding="utf-8")):
        if "NAME" not in name:
            assert (ROOT / name).exists(), f"{page.name} names {name}"
