"""Pages as pictures: boxes on their words, nothing loaded from anywhere, files of a fair size."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import extractor
from extractor import Record
from extractor.cli import main
from extractor.source.pictures import Picture, Pictures
from extractor.source.types import File
from extractor.view import render
from tests.view import papers
from tests.view.browser import BROWSER, run_in_browser

SELFTEST = (Path(__file__).parent / "pictures_selftest.js").read_text(encoding="utf-8")
PAGES = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF and its record."""
    folder = tmp_path_factory.mktemp("pictures")
    data = papers.account()
    (folder / "a.pdf").write_bytes(data)
    record = extractor.extract(File(data, "a.pdf"))
    (folder / "a.json").write_text(record.to_json(), encoding="utf-8")
    return folder


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(each) for each in arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    file = folder / "page.html"
    assert run("view", folder / "a.json", "--source", folder / "a.pdf", "-o", file) == 0
    return file.read_text("utf-8")


def held(page: str) -> dict[int, tuple[str, bytes]]:
    """page -> media type and bytes of its picture."""
    found = re.findall(
        r'<script type="([a-z/]+);base64" id="picture-(\d+)">([\w+/=]*)</script>', page
    )
    return {int(number): (kind, base64.b64decode(data)) for kind, number, data in found}


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="record">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def shell(page: str) -> str:
    return re.sub(
        r'<script type="(?:application/json|image)[^>]*>.*?</script>', "", page, flags=re.S
    )


def test_pages_stand_in_the_file(page: str) -> None:
    pictures = held(page)
    assert set(pictures) == set(range(1, PAGES + 1))
    assert {kind for kind, _ in pictures.values()} == {"image/webp"}
    # Besides what a page of text has: one element each.
    assert page.count("</script>") == 3 + PAGES
    sheets = data_of(page)["sheets"]
    assert sheets == [
        [1, 595, 842], [2, 842, 595], [3, 595, 842], [4, 842, 595], [5, 595, 842],
    ]  # fmt: skip


def test_loads_nothing(page: str) -> None:
    bare = shell(page)
    assert not re.search(r"https?:|//[a-z]|\bimport\s*\(|fetch\(|XMLHttp|<link|\bsrc=|url\(", bare)
    assert "default-src 'none'; img-src data:; style-src" in page
    assert "innerHTML" not in page


def test_boxes_lie_on_ink(page: str) -> None:
    """Values of the record, in percent of the pictures, are dark."""
    pictures = held(page)
    data = data_of(page)
    sizes = {each[0]: each[1:] for each in data["sheets"]}  # type: ignore[attr-defined]
    grey = {
        number: np.asarray(Image.open(io.BytesIO(found[1])).convert("L"))
        for number, found in pictures.items()
    }
    places = [
        each
        for fact in data["facts"]  # type: ignore[attr-defined]
        for each in fact["evidence"]
        if each["role"] == "value" and re.search(r"\d", each["quote"])
    ]
    assert len(places) > 12
    for each in places:
        for number, *box in each.get("boxes") or [[each["page"], *each["bbox"]]]:
            high, wide = grey[number].shape
            across, down = wide / sizes[number][0], high / sizes[number][1]
            x0, top, x1, bottom = box
            part = grey[number][
                round(top * down) : round(bottom * down), round(x0 * across) : round(x1 * across)
            ]
            assert part.size, each
            assert (part < 120).mean() > 0.02, each


def test_size_and_fineness(folder: Path, page: str) -> None:
    assert sum(len(data) for _, data in held(page).values()) < PAGES * 60_000
    file = folder / "coarse.html"
    source = folder / "a.pdf"
    assert run("view", folder / "a.json", "--source", source, "--dpi", 72, "-o", file) == 0
    coarse = held(file.read_text("utf-8"))
    assert Image.open(io.BytesIO(coarse[1][1])).size == (595, 842)


def test_without_pictures(folder: Path) -> None:
    file = folder / "bare.html"
    source = folder / "a.pdf"
    assert run("view", folder / "a.json", "--source", source, "--no-pictures", "-o", file) == 0
    bare = file.read_text("utf-8")
    assert held(bare) == {}
    assert data_of(bare)["grids"]


def test_another_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "other.pdf"
    other.write_bytes(papers.account() + b"\n")
    assert run("view", folder / "a.json", "--source", other) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "EX302" in told
    assert "sha256" in told


def test_places_of_another_reader(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moved = json.loads((folder / "a.json").read_text("utf-8"))
    moved["facts"][0]["evidence"][0]["start"] += 1
    moved["facts"][0]["evidence"][0]["end"] += 1
    (folder / "moved.json").write_text(json.dumps(moved), encoding="utf-8")
    assert run("view", folder / "moved.json", "--source", folder / "a.pdf") == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "extract it again" in told


def test_long_documents_show_what_has_evidence(folder: Path) -> None:
    blank = ("", "")
    data = papers.pdf([*[blank] * 150, (papers.prose(papers.PROSE), ""), *[blank] * 100])
    (folder / "long.pdf").write_bytes(data)
    record = extractor.extract(File(data, "long.pdf"))
    (folder / "long.json").write_text(record.to_json(), encoding="utf-8")
    file = folder / "long.html"
    assert run("view", folder / "long.json", "--source", folder / "long.pdf", "-o", file) == 0
    assert set(held(file.read_text("utf-8"))) == {151}


def test_names_and_words_cannot_break_out() -> None:
    record = record_of('a"><script>window.broken=1</script>.pdf')
    odd = Picture(1, 595.0, 842.0, 'image/webp"><script>', b"RIFF")
    page = render(record, record.text or "", None, Pictures((odd,), (2,)))
    assert "<script>window.broken" not in page
    assert 'image/webp"><script>' not in page
    assert data_of(page)["lost"] == [2]


def record_of(name: str) -> Record:
    return extractor.extract(extractor.Text("2023年度收入总计360.44万元。", name), with_text=True)


@pytest.mark.needs_browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [1400, 500])
def test_in_a_browser(page: str, tmp_path: Path, width: int) -> None:
    """Boxes, rings, clicks, keys, tables and zoom, checked from inside the page by geometry."""
    told = run_in_browser(page, SELFTEST, tmp_path, width)
    assert told["faults"] == []
    assert told["boxed"] == told["clicked"] == told["facts"]
    assert told["facts"] > 20
    assert told["shown"] == PAGES
    assert told["cells"] >= 9
    assert told["flaws"] >= 1
