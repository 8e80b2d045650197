"""The papers as a site: whole, and asking nobody else for anything."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bench").glob("*.md")])
FETCHED = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src")}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    into = tmp_path_factory.mktemp("papers") / "site"
    done = _build(ROOT, into)
    assert done.returncode == 0, done.stderr
    return into


def test_every_paper_is_a_page_and_the_first_one_leads_to_them(site):
    for paper in PAPERS:
        assert (site / paper.relative_to(ROOT)).with_suffix(".html").is_file()
    assert 'url=docs/site.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_no_page_asks_another_host_or_names_a_file_that_is_not_there(site):
    for page in site.rglob("*.html"):
        reader = _Reader()
        reader.feed(page.read_text(encoding="utf-8"))

        assert not reader.foreign, page
        assert len(reader.local) > 0
        for path in reader.local:
            assert (page.parent / path).exists(), f"{page}: {path}"


def test_pages_and_files_beside_docs_are_reached_from_within(site):
    hosting = (site / "docs" / "hosting.html").read_text(encoding="utf-8")

    assert list(site.glob("_downloads/*/compose.yaml"))
    assert "compose.yaml" in hosting
    assert 'href="../CONTRIBUTING.html"' in (site / "docs/architecture.html").read_text()


@pytest.mark.parametrize(
    "link", ["missing.md", "site.md#no-such-place", "#no-such-place", "../no/such/file.toml"]
)
def test_a_link_that_leads_nowhere_stops_the_build(link, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("conf.py", "index.html"):
        shutil.copy(ROOT / "docs" / name, docs / name)
    (docs / "site.md").write_text(f"# Papers\n\nSee [there]({link}).\n", encoding="utf-8")

    done = _build(tmp_path, tmp_path / "build" / "site")

    assert done.returncode != 0
    assert link.strip("#").split("#")[-1] in done.stderr


def _build(source, into):
    command: list[str | Path] = [
        Path(sys.executable).with_name("sphinx-build"),
        "-W",
        "--keep-going",
        "--quiet",
    ]
    places = ["-c", source / "docs", "-d", into.with_name("read"), source, into]
    return subprocess.run(
        [*command, *places], capture_output=True, text=True, timeout=120, check=False
    )


class _Reader(HTMLParser):
    """Collects what a page fetches from other hosts, and the local files that it names."""

    def __init__(self):
        super().__init__()
        self.foreign = set()
        self.local = set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name not in ("href", "src") or not value:
                continue
            parts = urlsplit(value)
            if parts.netloc and (tag, name) in FETCHED:
                self.foreign.add(value)
            elif not parts.netloc and not parts.scheme and parts.path:
                self.local.add(parts.path)
