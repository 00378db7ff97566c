"""Folders, patterns and archives: which documents are in them, and what is not."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.source import File, documents
from extractor.source.inputs import Document
from extractor.source.limits import Limits

TREE = (
    "b.txt", "a/c.txt", "a/d/e.PDF", "a/d/f.txt", ".hidden.txt", ".git/g.txt", "~$b.docx",
    "a/Thumbs.db", "a/site.css", "a/run.exe", "a/saved.json", "page.html", "page_files/x.png",
    "__MACOSX/b.txt",
)  # fmt: skip
KEPT = ["a/c.txt", "a/d/e.PDF", "a/d/f.txt", "b.txt", "page.html"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str, limits: Limits | None = None) -> tuple[list[str], list[str], list[str]]:
    """Names of what can be had, errors of what cannot, warnings."""
    names, errors, warnings = [], [], []
    for each in documents(paths, limits, warn=warnings.append):
        try:
            each.open()
            names.append(each.name)
        except ExtractorError as error:
            errors.append(str(error))
    return names, errors, warnings


def zipped(**members: bytes | str) -> bytes:
    return packed(list(members.items()))


def packed(members: list[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def gbk(members: list[tuple[str, str]]) -> bytes:
    """An archive as Windows makes it in China: names in GBK, and no mark that says so."""
    twins = [f"{n:08d}" * 4 for n in range(len(members))]
    data = packed(
        [(t[: len(m.encode("gbk"))], d) for t, (m, d) in zip(twins, members, strict=True)]
    )
    for twin, (name, _) in zip(twins, members, strict=True):
        raw = name.encode("gbk")
        data = data.replace(twin[: len(raw)].encode(), raw)
    return data


def test_a_folder_is_walked_by_names(tree: Path) -> None:
    names, errors, warnings = found(".")
    assert names == KEPT
    assert errors == []
    assert warnings == [".: 3 files that are no document left out (.css, .exe, .json)"]


def test_saved_records_are_found_where_they_are_wanted(tree: Path) -> None:
    inside = [each for each in documents(["a"], records=True) if each.is_record]
    assert [each.name for each in inside] == ["a/saved.json"]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*.txt", ["a/c.txt", "a/d/f.txt", "b.txt"]),
        ("a/**/f.*", ["a/d/f.txt"]),
        ("**/d/*", ["a/d/e.PDF", "a/d/f.txt"]),
        ("a/**", ["a/c.txt", "a/d/e.PDF", "a/d/f.txt"]),
        ("a/[cd].txt", ["a/c.txt"]),
        ("?.txt", ["b.txt"]),
        ("[a]", ["a/c.txt", "a/d/e.PDF", "a/d/f.txt"]),
    ],
)
def test_patterns_are_expanded(tree: Path, pattern: str, names: list[str]) -> None:
    assert found(pattern)[:2] == (names, [])
    assert found(str(tree / pattern))[0] == [str(tree / each) for each in names]


@pytest.mark.parametrize("given", ["*.docx", "x/**/*.pdf", "**/none"])
def test_a_pattern_that_matches_nothing_is_one_error(tree: Path, given: str) -> None:
    names, errors, _ = found(given)
    assert names == []
    assert len(errors) == 1
    assert errors[0].startswith("EX101 ")


def test_a_file_whose_name_looks_like_a_pattern(tree: Path) -> None:
    Path("[2023].txt").write_text("x")
    assert found("[2023].txt")[0] == ["[2023].txt"]


def test_what_is_given_by_itself_is_plain(tree: Path) -> None:
    assert [each.plain for each in documents(["b.txt", "a", "*.txt"])][:2] == [True, False]
    assert next(documents(["b.txt"])).open() == "b.txt"
    assert repr(next(documents(["b.txt"]))) == "Document('b.txt')"


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert found(str(tmp_path))[1] == [f"EX101 {tmp_path}: holds no document"]


def test_links_in_circles_end(tree: Path) -> None:
    (tree / "a" / "up").symlink_to(tree)
    (tree / "a" / "self").symlink_to(tree / "a")
    (tree / "a" / "gone.txt").symlink_to(tree / "nowhere")
    names, _, _ = found(".")
    assert set(KEPT) <= set(names)
    assert len(names) < 20
    assert set(found("**/*.txt")[0]) <= set(names)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_members_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        packed([
            ("附件/乙.txt", "2"), ("甲.txt", "1"), ("__MACOSX/._甲.txt", ""), ("s.css", ""),
            ("空/", ""), ("甲.txt", "3"), ("../../etc/丙.txt", "4"), ("C:\\丁.txt", "5"),
        ])
    )  # fmt: skip
    warnings: list[str] = []
    inside = list(documents([path], warn=warnings.append))
    told = [(each.name.removeprefix(f"{path}/"), each.open()) for each in inside]
    assert told == [
        ("附件/乙.txt", File(b"2", "a.zip/附件/乙.txt")),
        ("甲.txt", File(b"1", "a.zip/甲.txt")),
        ("甲.txt (2)", File(b"3", "a.zip/甲.txt (2)")),
        ("etc/丙.txt", File(b"4", "a.zip/etc/丙.txt")),
        ("C:/丁.txt", File(b"5", "a.zip/C:/丁.txt")),
    ]
    assert warnings == [f"{path}: 1 file that is no document left out (.css)"]
    assert not any(each.plain for each in inside)
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]


def test_names_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "b.dat"
    path.write_bytes(gbk([("公开/决算报表.txt", "1"), ("封面.txt", "2")]))
    assert found(str(path))[0] == [f"{path}/公开/决算报表.txt", f"{path}/封面.txt"]


def test_archives_in_archives_are_opened_once(tmp_path: Path) -> None:
    inner = zipped(**{"x.txt": "1", "deep.zip": zipped(**{"y.txt": "2"})})
    (tmp_path / "o.zip").write_bytes(zipped(**{"in.zip": inner, "z.txt": "3"}))
    names, errors, _ = found(str(tmp_path))
    assert [each.rpartition("o.zip/")[2] for each in names] == ["in.zip/x.txt", "z.txt"]
    assert len(errors) == 1
    assert "in.zip/deep.zip" in errors[0]


def test_documents_kept_as_archives_are_none(tmp_path: Path) -> None:
    types = "<Override ContentType='application/vnd.openxmlformats-officedocument.{}+xml'/>"
    word = types.format("wordprocessingml.document.main")
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(**{"[Content_Types].xml": word, "word/document.xml": ""}))
    assert [(each.name, each.plain) for each in documents([path])] == [(str(path), True)]


def encrypted() -> bytes:
    data = bytearray(zipped(**{"a.txt": "1", "b.txt": "2"}))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        data[at + flags] |= 1
    return bytes(data)


def crc() -> bytes:
    data = packed([("a.txt", "12345678"), ("b.txt", "2")], zipfile.ZIP_STORED)
    return data.replace(b"12345678", b"12345679")


@pytest.mark.parametrize(
    ("data", "limits", "code", "count"),
    [
        (encrypted(), Limits(), "EX105", 1),
        (crc(), Limits(), "EX105", 1),
        (packed([("a.txt", b"0" * (30 << 20)), ("b.txt", "2")]), Limits(), "EX107", 1),
        (packed([("a.txt", b"0" * (3 << 20)), ("b.txt", "2")]), Limits(file_mb=2), "EX107", 1),
        (packed([("b.txt", "2"), ("a.txt", b"0" * (3 << 20)), ("c.txt", "")]),
         Limits(expanded_mb=2), "EX107", 1),
        (packed([(f"{n}.txt", "") for n in range(9)]), Limits(documents=4), "EX107", 4),
        (packed([("s.css", "")]), Limits(), "EX101", 0),
        (packed([]), Limits(), "EX101", 0),
        (packed([("a.txt", "1" * 999)])[:-30], Limits(), "EX105", 0),
    ],
    ids=["password", "damaged", "bomb", "large", "all_too_large", "many", "none", "empty", "cut"],
)  # fmt: skip
def test_what_is_wrong_with_one_is_told_and_the_others_are_had(
    tmp_path: Path, data: bytes, limits: Limits, code: str, count: int
) -> None:
    if struct.unpack("<I", data[:4])[0] not in (0x04034B50, 0x06054B50):
        pytest.fail("no archive")
    (tmp_path / "a.zip").write_bytes(data)
    names, errors, _ = found(str(tmp_path / "a.zip"), limits=limits)
    assert [each[:5] for each in errors] == [code]
    assert "\n" not in errors[0]
    assert len(names) == count or code == "EX101"


def test_a_document_that_fails_says_so_when_opened() -> None:
    with pytest.raises(ExtractorError):
        Document("a", ExtractorError("EX101", "gone")).open()
