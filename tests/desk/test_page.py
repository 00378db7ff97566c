"""The page in a real browser: by keys, by mouse, in two tabs, and where the paint lies."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from extractor.desk.desk import Desk
from extractor.desk.types import Annotation, Marking
from tests.desk.browser import chromium, looking, markings, saved, until
from tests.desk.client import Client, serving_of
from tests.desk.conftest import PLAIN, TORTURE, fact_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.needs_browser
SIZE = {"width": 1600, "height": 700}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    with serving_of(desk) as made:
        yield made


def at(page: Page, quote: str) -> None:
    """Choose the first marking on *quote*."""
    page.evaluate(
        "(quote) => { const found = [...desk.entries.values()]"
        ".find((e) => e.fact.evidence[0].quote === quote);"
        "document.querySelector(`.fact[data-id='${found.id}']`).click(); }",
        quote,
    )


def current(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("() => desk.current.marking")
    return found


def kept(desk: Desk, name: str = "b") -> dict[str, Marking]:
    held = desk.store.load(name)
    assert held is not None
    return {each.id: each for each in held.annotation.markings}


def test_a_document_by_keys_alone(browser: Browser, client: Client, desk: Desk) -> None:
    with looking(browser, client.address + "#b") as page:
        keys = page.keyboard
        total = len(markings(page))
        keys.press("j")
        first = current(page)
        keys.press("a")
        assert current(page)["id"] != first["id"], "goes on to the next undecided"
        keys.press("k")
        assert current(page)["status"] == "accepted"
        keys.press("u")
        assert current(page)["status"] == "predicted"
        keys.press("Control+y")
        assert current(page)["status"] == "accepted"
        keys.press("j")
        second = current(page)
        keys.press("x")
        keys.press("A")
        saved(page)
        keys.press("d")
        saved(page)
        until(page, "desk.done")
        assert page.inner_text("#doc-progress").startswith(f"{total} / {total}")
        assert page.inner_text("#corpus-progress").startswith("1 / 3")
    statuses = {name: each.status for name, each in kept(desk).items()}
    assert statuses.pop(second["id"]) == "rejected"
    assert set(statuses.values()) == {"accepted"}
    assert (desk.store.folder / "b.gold.jsonl").exists()


def test_done_wants_every_decision(browser: Browser, client: Client) -> None:
    with looking(browser, client.address + "#b") as page:
        page.keyboard.press("d")
        page.wait_for_selector("#toast.on")
        assert not page.evaluate("desk.done")


def test_relabel_role_period_value_and_what_was_meant(
    browser: Browser, client: Client, desk: Desk
) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "3.5万元")
        before = current(page)
        page.keyboard.press("f")
        page.keyboard.type("会议费")
        page.keyboard.press("Enter")
        page.keyboard.press("r")
        page.select_option('[data-does="role"]', "budget")
        page.keyboard.press("Escape")
        for key, text in (("p", "2022"), ("v", "35001"), ("m", "36000"), ("e", "缺<b>一位")):
            page.keyboard.press(key)
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
            page.keyboard.press("Enter")
        saved(page)
    marking = kept(desk)[before["id"]]
    assert (marking.status, marking.meant, marking.note) == ("corrected", "36000", "缺<b>一位")
    fact = marking.fact
    told = (fact["field"], fact["role"], fact["period"], fact["value"])
    assert told == ("meeting", "budget", "2022", "35001")
    assert marking.predicted == before["fact"]


def test_a_boundary_by_characters_and_by_words(
    browser: Browser, client: Client, desk: Desk
) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "120.00万元")
        name = current(page)["id"]
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        until(page, "desk.current.fact.value === '120'")
        saved(page)
        assert kept(desk)[name].fact["evidence"][0]["quote"] == "120.00"
        page.keyboard.press("u")
        page.keyboard.press("Shift+Control+ArrowLeft")
        quote = current(page)["fact"]["evidence"][0]["quote"]
        assert quote.endswith("120.00万元")
        assert len(quote) > len("120.00万元")
        page.keyboard.press("Shift+ArrowRight")
        assert len(current(page)["fact"]["evidence"][0]["quote"]) == len(quote) - 1
        page.keyboard.press("u")
        page.keyboard.press("u")
        saved(page)
        until(page, "desk.current.marking.status === 'predicted'")


def test_a_boundary_by_mouse(browser: Browser, client: Client) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "120.00万元")
        handle = page.locator(".handle.end").bounding_box()
        ring = page.locator(".ring").bounding_box()
        assert handle is not None
        assert ring is not None
        page.mouse.move(handle["x"] + 3, handle["y"] + handle["height"] / 2)
        page.mouse.down()
        page.mouse.move(ring["x"] + ring["width"] - 34, handle["y"] + handle["height"] / 2, steps=4)
        page.mouse.up()
        until(page, "desk.current.fact.evidence[0].quote === '120.00'")
        until(page, "desk.current.fact.value === '120'")


def test_add_by_keys_and_delete(browser: Browser, client: Client, desk: Desk) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "3.5万元")
        page.keyboard.press("c")
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        for _ in range(3):
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("i")
        page.keyboard.type("term")
        page.keyboard.press("Enter")
        until(page, "desk.current.marking.status === 'manual'")
        new = current(page)
        assert new["fact"]["evidence"][0]["quote"] == "培训费"
        assert new["fact"]["kind"] == "term"
        saved(page)
        assert kept(desk)[new["id"]].status == "manual"
        page.keyboard.press("Delete")
        saved(page)
        assert new["id"] not in kept(desk)
        page.keyboard.press("u")
        saved(page)
        assert new["id"] in kept(desk)


def drag(page: Page, quote: str) -> None:
    """Select *quote* with the mouse."""
    box = page.evaluate(
        """(quote) => {
            for (const line of document.querySelectorAll('.line')) {
                const node = line.firstChild;
                const at = node.data.indexOf(quote);
                if (at < 0) continue;
                line.scrollIntoView({ block: 'center' });
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + quote.length);
                const { left, top, right, height } = range.getBoundingClientRect();
                return { left, right, y: top + height / 2 };
            }
        }""",
        quote,
    )
    page.mouse.move(box["left"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["y"], steps=5)
    page.mouse.up()


def test_add_by_mouse_inside_another_marking(browser: Browser, client: Client, desk: Desk) -> None:
    with looking(browser, client.address + "#a") as page:
        drag(page, "方针𠀋政策")
        page.locator("#bubble button").first.click()
        page.keyboard.type("quantity")
        page.keyboard.press("Enter")
        until(page, "desk.current && desk.current.marking.status === 'manual'")
        saved(page)
        place = current(page)["fact"]["evidence"][0]
    assert TORTURE[place["start"] : place["end"]] == place["quote"] == "方针𠀋政策"


def test_link_and_unlink_a_label(browser: Browser, client: Client, desk: Desk) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "3.5万元")
        name = current(page)["id"]
        links = len(current(page)["fact"]["evidence"])
        page.keyboard.press("t")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Enter")
        saved(page)
        new = kept(desk)[name].fact["evidence"][-1]
        assert (new["role"], new["quote"]) == ("label", "训")
        page.locator(".fact.on .place .ghost").last.click()
        saved(page)
        assert len(kept(desk)[name].fact["evidence"]) == links


def test_work_goes_on_where_it_was_left(
    browser: Browser, client: Client, make_desk: Callable[..., Desk]
) -> None:
    with looking(browser, client.address + "#b") as page:
        at(page, "3.5万元")
        page.keyboard.press("x")
        saved(page)
    with serving_of(make_desk()) as again, looking(browser, again.address) as page:
        assert page.inner_text("#name") == "b", "the document that is begun"
        at(page, "3.5万元")
        assert current(page)["status"] == "rejected"
        page.keyboard.press("u")
        assert current(page)["status"] == "predicted", "what was done before can be undone"
        page.keyboard.press("U")
        saved(page)
        assert current(page)["status"] == "rejected"


@pytest.mark.parametrize("choice", ["take_theirs", "put_mine"])
def test_two_tabs_cannot_overwrite_each_other(
    browser: Browser, client: Client, desk: Desk, choice: str
) -> None:
    with (
        looking(browser, client.address + "#b") as one,
        looking(browser, client.address + "#b") as two,
    ):
        at(one, "3.5万元")
        at(two, "120.00万元")
        one.keyboard.press("x")
        saved(one)
        two.keyboard.press("x")
        two.wait_for_selector("#conflict[open]")
        two.locator("#conflict button").nth(0 if choice == "take_theirs" else 1).click()
        saved(two)
        until(two, "!document.querySelector('#conflict').open")
        saved(two)
        told = {each["fact"]["evidence"][0]["quote"]: each["status"] for each in markings(two)}
    assert told["3.5万元"] == "rejected"
    assert told["120.00万元"] == ("predicted" if choice == "take_theirs" else "rejected")
    statuses = {each.fact["evidence"][0]["quote"]: each.status for each in kept(desk).values()}
    assert statuses == told


def test_what_cannot_be_saved_stays(browser: Browser, client: Client) -> None:
    with looking(browser, client.address + "#b", fine=("ERR_FAILED",)) as page:
        page.route("**/api/documents/**", lambda route: route.abort())
        at(page, "3.5万元")
        page.keyboard.press("x")
        page.wait_for_selector('#saving[data-state="unsaved"]', state="attached")
        page.unroute("**/api/documents/**")
        page.wait_for_selector('#saving[data-state="saved"]', state="attached", timeout=8000)
        failed = [each for each in markings(page) if each["status"] == "rejected"]
        assert len(failed) == 1


def test_filters_search_and_help(browser: Browser, client: Client) -> None:
    with looking(browser, client.address + "#b") as page:
        total = len(markings(page))
        page.keyboard.press("/")
        page.keyboard.type("培训费")
        assert 0 < page.locator(".fact").count() < total
        page.fill("#search", "")
        page.keyboard.press("Escape")
        at(page, "3.5万元")
        page.keyboard.press("x")
        page.keyboard.press("s")
        assert page.locator(".fact").count() == total - 1, "the undecided"
        page.keyboard.press("s")
        assert page.locator(".fact").count() == 1, "the rejected"
        page.keyboard.press("s")
        assert page.locator(".fact").count() == total
        page.keyboard.press("1")
        assert page.locator(".fact").count() < total
        page.keyboard.press("1")
        page.select_option("#confidence", "0.99")
        assert page.locator(".fact").count() < total
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#keys[open] kbd").count() > 25
        page.keyboard.press("Escape")
        page.keyboard.press("L")
        assert page.inner_text("#language") == "中文"
        theme = page.evaluate("document.documentElement.dataset.theme")
        page.keyboard.press("T")
        assert page.evaluate("document.documentElement.dataset.theme") != theme
        saved(page)


def test_documents_by_keys(browser: Browser, client: Client) -> None:
    with looking(browser, client.address + "#b") as page:
        first = page.inner_text("#name")
        page.keyboard.press("]")
        until(page, f"desk.name !== {first!r}")
        page.keyboard.press("o")
        page.wait_for_selector("#drawer[open] .option")
        page.keyboard.type("b")
        page.keyboard.press("Enter")
        until(page, "desk.name === 'b'")


def test_text_stays_text(browser: Browser, client: Client) -> None:
    """What a document says is never mark-up, whatever it says."""
    with looking(browser, client.address + "#a") as page:
        shown = page.evaluate(
            "[...document.querySelectorAll('.line')].map((e) => e.textContent).join('')"
        )
        assert shown == TORTURE
        assert page.locator("#text b, #text img, #text script").count() == 0
        page.keyboard.press("j")
        saved(page)


#: Every highlight's rectangles, and those of the characters that its range names, found by an
#: index of all text nodes that owes nothing to the page's own.
_GEOMETRY = """() => {
    const text = desk.text;
    const nodes = [];
    const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
    let length = 0;
    while (walker.nextNode()) {
        nodes.push([length, walker.currentNode]);
        length += walker.currentNode.length;
    }
    const place = (unit) => {
        const found = nodes.findLast(([start]) => start <= unit);
        return [found[1], unit - found[0]];
    };
    const rectangles = (range) => [...range.getClientRects()]
        .filter((b) => b.width > .5).map((b) => [b.left, b.top, b.right, b.bottom]);
    const painted = new Map();
    for (const [name, highlight] of CSS.highlights) for (const each of highlight) {
        if (!name.startsWith('k-')) continue;
        const live = document.createRange();
        live.setStart(each.startContainer, each.startOffset);
        live.setEnd(each.endContainer, each.endOffset);
        const key = live.toString() + '|' + JSON.stringify(rectangles(live));
        painted.set(key, (painted.get(key) ?? 0) + 1);
    }
    const wrong = [];
    for (const entry of desk.shown) {
        const evidence = entry.fact.evidence[0];
        const points = [...text];
        const from = points.slice(0, evidence.start).join('').length;
        const to = points.slice(0, evidence.end).join('').length;
        const range = document.createRange();
        range.setStart(...place(from));
        const [node, offset] = place(to - 1);
        range.setEnd(node, offset + 1);
        const key = evidence.quote + '|' + JSON.stringify(rectangles(range));
        const there = range.toString();
        if (there !== evidence.quote || !painted.has(key)) wrong.push([evidence.quote, there]);
    }
    return { wrong, painted: painted.size, shown: desk.shown.length, points: [...text].length };
}"""


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_paint_lies_on_the_text_that_it_names(
    browser: Browser, client: Client, name: str
) -> None:
    narrow = {"viewport": {"width": 900, "height": 380}}
    with looking(browser, f"{client.address}#{name}", **narrow) as page:
        for scrolled in (0, 137, 10_000):
            page.evaluate("(y) => { document.getElementById('source').scrollTop = y; }", scrolled)
            told = page.evaluate(_GEOMETRY)
            assert not told["wrong"]
            assert told["painted"] >= 4
        if name == "a":
            assert told["points"] == len(TORTURE)


_PIXELS = """() => {
    const entry = desk.current;
    const box = document.querySelector('.ring').getBoundingClientRect();
    const found = document.caretPositionFromPoint(box.left + 4, box.top + box.height / 2);
    return found.offsetNode.data.slice(found.offset, found.offset + 3);
}"""


def test_the_ring_lies_on_its_text_after_scrolling(browser: Browser, client: Client) -> None:
    narrow = {"viewport": {"width": 900, "height": 380}}
    with looking(browser, client.address + "#a", **narrow) as page:
        for quote in ("20.70万元", "1.20万元"):
            at(page, quote)
            assert page.evaluate(_PIXELS) == quote[:3]
            page.evaluate("document.getElementById('source').scrollTop -= 30")
            assert page.evaluate(_PIXELS) == quote[:3]
            page.evaluate("document.getElementById('rings').style.visibility = ''")


def test_pixels_are_coloured_where_a_marking_lies(browser: Browser, client: Client) -> None:
    """Not the ranges but the picture: a marking's background differs from the paper."""
    with looking(browser, client.address + "#a") as page:
        at(page, "20.70万元")
        box = page.locator(".ring").first.bounding_box()
        assert box is not None
        page.keyboard.press("Escape")
        clip = {"x": box["x"] + 3, "y": box["y"] + 3, "width": box["width"] - 6, "height": 2}
        inside = page.screenshot(clip=clip)
        beyond = page.screenshot(clip=clip | {"x": box["x"] + box["width"] + 24, "width": 10})
        assert _colour(inside) != _colour(beyond)


def _colour(png: bytes) -> tuple[int, ...]:
    import io
    from collections import Counter

    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = [picture.getpixel((x, y)) for x in range(picture.width) for y in range(picture.height)]
    ((colour, _),) = Counter(pixels).most_common(1)
    return colour  # type: ignore[return-value]


def test_offsets_are_the_same_in_both_languages(browser: Browser, client: Client) -> None:
    """UTF-16 there, code points here: the same place for texts of all sorts."""
    draw = random.Random(7)
    letters = "a字😀𠮷\r\n\f　👨‍👩‍👧é\u0301\ue000"
    texts = ["".join(draw.choices(letters, k=draw.randrange(40))) for _ in range(300)]
    with looking(browser, client.address + "#b") as page:
        told = page.evaluate(
            """async (texts) => {
                const { Offsets } = await import('./offsets.js');
                return texts.map((text) => {
                    const offsets = new Offsets(text);
                    const points = [...Array(offsets.points + 1).keys()];
                    const units = points.map((each) => offsets.toUnits(each));
                    return { units, back: units.map((each) => offsets.toPoints(each)) };
                });
            }""",
            texts,
        )
    for text, each in zip(texts, told, strict=True):
        units = [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
        assert each["units"] == units
        assert each["back"] == list(range(len(text) + 1))


def _many(count: int, size: int) -> Annotation:
    """A text of *size* characters with *count* markings that overlap."""
    import hashlib

    line = "本年度收入总计120.00万元，其中一般公共预算财政拨款收入118.50万元，占98.75%😀。"
    text = "\r\n".join([line] * (size // len(line)))[:size]
    draw = random.Random(3)
    found = []
    for number in range(count):
        start = draw.randrange(len(text) - 60)
        end = start + draw.choice((4, 6, 9, 40))
        place = {"role": "value", "start": start, "end": end, "quote": text[start:end]}
        kind, field = draw.choice((("money", "training"), ("duty", "duty"), ("ratio", "training")))
        fact = {"field": field, "kind": kind, "value": "1", "confidence": 0.9, "evidence": [place]}
        found.append(Marking(f"f{number}", "predicted", fact))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Annotation("b", text, digest, "ann", tuple(found))


@pytest.mark.parametrize(("count", "paint", "edit"), [(300, 1.0, 0.1), (3000, 4.0, 0.4)])
def test_it_is_fast_enough(
    browser: Browser, make_desk: Callable[..., Desk], count: int, paint: float, edit: float,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    """Printed, and held to ten times the bounds: machines are shared."""
    annotation = _many(count, 14_000)
    desk = make_desk(begin_with=lambda _: annotation)
    with serving_of(desk) as client, looking(browser, client.address + "#b") as page:
        assert len(markings(page)) == count
        told = page.evaluate(
            """async () => {
                const { load, select } = await import('./state.js');
                const { accept } = await import('./edit.js');
                const painted = () => new Promise((done) => {
                    requestAnimationFrame(() => setTimeout(done));
                });
                const data = await (await fetch('api/documents/b')).json();
                const since = performance.now();
                load(data);
                await painted();
                const paint = performance.now() - since;
                const edits = [];
                for (const entry of desk.shown.slice(20, 30)) {
                    const start = performance.now();
                    select(entry);
                    accept(entry);
                    await painted();
                    edits.push(performance.now() - start);
                }
                edits.sort((a, b) => a - b);
                return { paint, edit: edits[5], worst: edits[9] };
            }"""
        )
        saved(page)
    print(count, told)
    record_property(f"spans_{count}", told)
    assert told["paint"] < 10_000 * paint
    assert told["edit"] < 10_000 * edit


def test_a_review_shows_what_differs(browser: Browser, corpus: Path, desk: Desk) -> None:
    from extractor.desk import Store
    from extractor.desk.documents import Listed
    from extractor.desk.fields import catalogue
    from extractor.desk.review import Side, merged
    from extractor.evaluate import load_gold

    one = Marking("f1", "accepted", fact_at(PLAIN, "3.5万元", value="35000"))
    same = Marking("f2", "accepted", fact_at(PLAIN, "120.00万元", "revenue.total", value="1200000"))
    other = Marking("f9", "accepted", fact_at(PLAIN, "3.5万元", "meeting", value="35000"))
    sides = Side("b", PLAIN, (one, same)), Side("b", PLAIN, (same, other))
    root = corpus.resolve()
    store = Store(root, root / "adjudicated", "judge", catalogue())
    review = Desk(
        root, [Listed("b", root / "b.txt")], store, catalogue(), mode="review",
        begin_with=lambda _: merged(*sides, "judge"),
    )  # fmt: skip
    with serving_of(review) as client, looking(browser, client.address) as page:
        assert page.locator(".fact").count() == 2
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert current(page)["by"] in ("A", "B")
        chosen = current(page)
        page.keyboard.press("a")
        page.keyboard.press("d")
        saved(page)
    (gold,) = load_gold(root / "adjudicated")
    assert sorted(each.field for each in gold.items) == sorted(
        ["revenue.total", chosen["fact"]["field"]]
    )


def test_markings_are_plain_data(desk: Desk) -> None:
    held = desk.held("a")
    assert msgspec.json.decode(msgspec.json.encode(held.annotation), type=Annotation)


def test_pages_as_they_look_go_with_what_is_chosen(
    browser: Browser, corpus: Path, make_desk: Callable[..., Desk]
) -> None:
    from tests.view.papers import account

    (corpus / "paper.pdf").write_bytes(account())
    with (
        serving_of(make_desk()) as client,
        looking(
            browser, client.address + "#paper", viewport={"width": 1600, "height": 700}
        ) as page,
    ):
        at(page, "7.09%")
        page.wait_for_selector(".sheet[data-page='2'] img", timeout=30_000)
        until(page, "document.querySelector('.sheet[data-page=\"2\"] img').naturalWidth > 200")
        until(page, "document.querySelectorAll('.boxes i').length > 0")
        seen = page.evaluate(
            """() => {
                const pane = document.getElementById('sheets').getBoundingClientRect();
                const box = document.querySelector('.boxes i').getBoundingClientRect();
                const page = document.querySelector('.boxes i').closest('.sheet').dataset.page;
                return [page, box.top > pane.top && box.bottom < pane.bottom, box.width > 5];
            }"""
        )
        assert seen == ["2", True, True]
        page.keyboard.press("b")
        assert page.locator("#sheets").is_hidden()
