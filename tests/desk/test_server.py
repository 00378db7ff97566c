"""Who is let in, and what the server says: each line of what makes the page safe is a test."""

from __future__ import annotations

import ast
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

import extractor.desk.serve as serving
from extractor.desk.desk import Desk
from extractor.desk.guard import POLICY
from tests.desk.client import TOKEN, Answer, Client, serving_of
from tests.desk.conftest import PLAIN, TORTURE, fact_at

PAGE = Path(serving.__file__).parent / "page"


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    with serving_of(desk) as made:
        yield made


def put(client: Client, tag: str, actions: list[object], **headers: str) -> Answer:
    body = msgspec.json.encode({"tag": tag, "actions": actions})
    told = {"content-type": "application/json", "if-match": f'"{tag}"', **headers}
    return client.put("api/documents/b", content=body, headers=told)


def added(quote: str = "3.5万元", **more: object) -> dict[str, object]:
    marking = {"id": "n1", "status": "manual", "fact": fact_at(PLAIN, quote) | more}
    return {"changes": [{"id": "n1", "before": None, "after": marking}]}


def tag_of(client: Client, name: str = "b") -> str:
    return str(client.get(f"api/documents/{name}").json()["tag"])


def test_it_is_bound_to_this_machine() -> None:
    bound = serving._bound(0)
    try:
        assert bound.getsockname()[0] == "127.0.0.1"
    finally:
        bound.close()
    tree = ast.parse(Path(serving.__file__).read_text("utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert "0.0.0.0" not in texts


def test_a_port_that_is_taken_is_told() -> None:
    from extractor.errors import ExtractorError

    bound = serving._bound(0)
    try:
        with pytest.raises(ExtractorError, match="EX501 --port"):
            serving._bound(bound.getsockname()[1])
    finally:
        bound.close()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "[::1]:PORT", ""]
)
def test_other_hosts_are_refused(client: Client, host: str) -> None:
    asked = {"host": host.replace("PORT", str(client.port))}
    assert client.get("api/documents", headers=asked).status_code == 421


def test_localhost_is_this_machine(client: Client) -> None:
    assert (
        client.get("api/documents", headers={"host": f"localhost:{client.port}"}).status_code == 200
    )


@pytest.mark.parametrize(
    "path", ["/", "/api/documents", "/x/api/documents", "/S3CRET-TOKEN/", "//"]
)
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    answer = client.ask("GET", path)
    assert answer.status_code == 404
    assert TOKEN not in answer.text


def test_tokens_cannot_be_guessed(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    told: list[str] = []
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    for _ in range(2):
        serving.serve(desk, 0, browser=False, say=told.append)
    tokens = [re.fullmatch(r"http://127\.0\.0\.1:\d+/([\w-]{32,})/", each) for each in told]
    assert tokens[0]
    assert tokens[1]
    assert tokens[0][1] != tokens[1][1]


def test_no_other_origin_is_let_in(client: Client) -> None:
    tag = tag_of(client)
    for headers in (
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9"},
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    ):  # fmt: skip
        assert put(client, tag, [added()], **headers).status_code == 403
    fine = {"origin": f"http://127.0.0.1:{client.port}", "sec-fetch-site": "same-origin"}
    assert put(client, tag, [added()], **fine).status_code == 200


def test_there_is_no_cors(client: Client) -> None:
    asked = {"origin": "http://evil.example", "access-control-request-method": "PUT"}
    for answer in (
        client.options("api/documents/b", headers=asked), client.get("api/documents", headers=asked)
    ):  # fmt: skip
        assert not [each for each in answer.headers if each.startswith("access-control")]
    assert client.options("api/documents/b", headers=asked).status_code == 403


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_json_only(client: Client, kind: str) -> None:
    answer = put(client, tag_of(client), [added()], **{"content-type": kind})
    assert answer.status_code == 415


def test_bodies_are_limited(client: Client) -> None:
    big = b"x" * ((16 << 20) + 1)
    told = {"content-type": "application/json"}
    assert client.put("api/documents/b", content=big, headers=told).status_code == 413

    def drops() -> Iterator[bytes]:  # no length is told
        for _ in range(17):
            yield b"x" * (1 << 20)

    assert client.put("api/documents/b", content=drops(), headers=told).status_code == 413


def test_every_answer_is_dressed(client: Client) -> None:
    answers = [
        client.get(""), client.get("main.js"), client.get("api/documents"), client.get("nothing"),
        client.get("api/documents/nothing"), client.get("api/documents", headers={"host": "x"}),
        client.put("api/documents/b"),
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"


def test_nothing_stands_in_the_page_that_runs() -> None:
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    page = (PAGE / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\bstyle=|\bon\w+=|https?://", page)


def test_text_is_never_put_in_as_html() -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|"
        r"createContextualFragment|setHTML|srcdoc|\beval\(|new Function"
    )
    for script in PAGE.glob("*.js"):
        text = script.read_text("utf-8")
        assert not re.search(forbidden, text), script.name
        # nothing is loaded from anywhere else
        assert not re.search(r"https?://|from \"(?!\./)", text), script.name


@pytest.mark.parametrize(
    "path",
    ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/secret", "../app.py", "words.toml", "page.css/",
     ".hidden", "..%5capp.py", "main.js%00"],
)  # fmt: skip
def test_only_files_of_the_page_are_served(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2fsecret", "%2e%2e/secret", "%2fetc%2fpasswd", "a.txt", "nothing"]
)
def test_only_documents_of_the_corpus_are_there(client: Client, corpus: Path, name: str) -> None:
    (corpus.parent / "secret.txt").write_text("秘密", "utf-8")
    assert client.get(f"api/documents/{name}").status_code == 404
    assert client.get(f"api/pictures/1/{name}").status_code == 404
    told = {"content-type": "application/json", "if-match": '"x"'}
    body = b'{"tag":"x","actions":[]}'
    assert client.put(f"api/documents/{name}", content=body, headers=told).status_code == 404


def test_links_out_of_the_corpus_are_no_documents(corpus: Path) -> None:
    from extractor.desk.documents import Listed, content, find_documents
    from extractor.errors import ExtractorError

    (corpus.parent / "secret.txt").write_text("秘密", "utf-8")
    (corpus / "link.txt").symlink_to(corpus.parent / "secret.txt")
    (corpus / "folder").symlink_to(corpus.parent, target_is_directory=True)
    root, listed = find_documents([corpus])
    assert {each.name for each in listed} == {"a", "b", "aside/c"}
    with pytest.raises(ExtractorError, match="leads out"):
        content(Listed("link", corpus / "link.txt"), root)


def test_a_document_with_its_tag(client: Client) -> None:
    answer = client.get("api/documents/a")
    told = answer.json()
    assert answer.headers["etag"] == f'"{told["tag"]}"'
    assert told["annotation"]["text"] == TORTURE
    for marking in told["annotation"]["markings"]:
        for place in marking["fact"]["evidence"]:
            assert TORTURE[place["start"] : place["end"]] == place["quote"]


def test_save_and_conflict(client: Client) -> None:
    tag = tag_of(client)
    first = put(client, tag, [added()])
    assert first.status_code == 200
    assert tag_of(client) == first.json()["tag"] != tag
    second = put(client, tag, [added()])
    assert second.status_code == 409
    assert second.json()["tag"] == first.json()["tag"]
    assert "\n" not in second.json()["error"]


def test_a_quote_that_does_not_match_is_refused_in_one_line(client: Client) -> None:
    action = added()
    action["changes"][0]["after"]["fact"]["evidence"][0]["quote"] = "3.5\n万元"  # type: ignore[index]
    answer = put(client, tag_of(client), [action])
    assert answer.status_code == 422
    assert "not '3.5" in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"tag":1,"actions":[]}', b'{"tag":"x"}', b"\xff\xfe",
     b'{"tag":"x","actions":[{"changes":[{"id":3}]}]}', b'{"tag":"x","actions":[],"more":1}',
     b"[" * 100_000],
)  # fmt: skip
def test_bodies_that_are_none_are_told_in_one_line(client: Client, body: bytes) -> None:
    told = {"content-type": "application/json", "if-match": '"x"'}
    answer = client.put("api/documents/b", content=body, headers=told)
    assert answer.status_code == 422
    assert "\n" not in answer.json()["error"]


def test_a_save_without_the_tag_is_refused(client: Client) -> None:
    assert put(client, tag_of(client), [added()], **{"if-match": ""}).status_code == 428


def test_websockets_are_not_there(client: Client) -> None:
    told = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
            "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
    assert client.get("api/documents", headers=told).status_code != 101


def test_what_a_text_says(client: Client) -> None:
    asked = {"kind": "money", "quote": "3.5", "unit": "万元"}
    assert client.post("api/read", asked).json()["value"] == "35000"
    assert "why" in client.post("api/read", {"kind": "money", "quote": "甲乙"}).json()


def test_progress_and_next(client: Client) -> None:
    names = [each["name"] for each in client.get("api/documents").json()]
    assert set(names) == {"a", "b", "aside/c"}
    put(client, tag_of(client), [added()])
    told = {each["name"]: each for each in client.get("api/documents").json()}
    assert told["b"]["state"] == "open"
    assert told["b"]["decided"] == 1
    assert told["aside/c"]["test"]
    assert client.get(f"api/next?after={names[-1]}").json()["name"] == names[0]


def test_the_catalogue_has_words_in_both_languages(client: Client) -> None:
    told = client.get("api/setup").json()
    assert {each["key"] for each in told["fields"]} >= {"training", "revenue.total"}
    assert told["words"]["zh"].keys() == told["words"]["en"].keys()
    used = set()
    for script in PAGE.glob("*.js"):
        used |= set(re.findall(r'\bt\("([a-z_]+)"\)', script.read_text("utf-8")))
    assert used <= told["words"]["en"].keys()


def test_many_at_once_keep_the_order(desk: Desk) -> None:
    """Of several that save the same state, one is first and the others are told."""
    from extractor.desk import Action, Change, ConflictError
    from tests.desk.conftest import marking

    tag = desk.held("b").tag
    results: list[str] = []

    def save(number: int) -> None:
        new = marking(PLAIN, "3.5万元", f"n{number}")
        try:
            desk.commit("b", tag, [Action((Change(new.id, None, new),))])
            results.append("saved")
        except ConflictError:
            results.append("conflict")

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(results) == ["conflict"] * 7 + ["saved"]


def test_sockets_are_ipv4() -> None:
    bound = serving._bound(0)
    assert bound.family == socket.AF_INET
    bound.close()
