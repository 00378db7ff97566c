"""Label Studio JSON: tasks with annotations or predictions, as its import and export have them.

A place is three results of one id: its kind (``labels``), its field and role (``choices``),
and everything else as JSON (``textarea``). Further places of a fact are regions of their own,
tied to its first by a relation that names their role. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.formats.labels import label_of
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.reading import (
    first_of,
    integer,
    json_file,
    line_of,
    objects,
    unplaced,
)
from extractor.annotate.formats.types import Drawn, Line, Mark, Region, Sheet, Told
from extractor.errors import fail

#: The kind of regions that are further places of a fact.
FURTHER = "evidence"
_VERSION = "extractor"


class LabelStudio:
    """Its JSON; ``JSON_MIN`` and ``CONLL2003`` lose what makes a fact and are not read."""

    name = "label-studio"
    suffix = ".json"
    lossless = True

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """One JSON array, a task at a time."""
        before = b"["
        for sheet in sheets:
            yield "", before + b"\n" + msgspec.json.encode(_task(sheet, predictions))
            before = b","
        yield "", b"[]\n" if before == b"[" else b"\n]\n"

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """The latest annotation of each task that was not cancelled, else its prediction."""
        tasks = json_file(path)
        for number, task in enumerate(objects(tasks, f"{path}: task"), 1):
            where = f"{path}: task {task.get('id', number)}"
            data = task.get("data")
            if not isinstance(data, dict) or not isinstance(data.get("text"), str):
                raise fail("EX301", f"{where}: no data.text; export it as JSON, not JSON_MIN")
            own = data.get("extractor")
            own = own if isinstance(own, dict) else {}
            name = str(data.get("doc_id") or f"task{task.get('id', number)}")
            results = list(objects(_results(task, told), where))
            marks = tuple(_marks(results, where))
            yield Drawn(name, data["text"], marks, unplaced(own.get("unplaced"), where), where)


FORMAT = LabelStudio()


def _task(sheet: Sheet, predictions: bool) -> Line:
    marks, rest = marks_of(sheet)
    results: list[Line] = []
    scores: list[float] = []
    for mark in marks:
        sure = (mark.line or {}).get("confidence") if predictions else None
        score = float(sure) if isinstance(sure, float | int) else None
        scores += [] if score is None else [score]
        results += _written(mark, score)
    data: Line = {"text": sheet.text, "doc_id": sheet.name}
    if rest:
        data["extractor"] = {"unplaced": rest}
    if predictions:
        made: Line = {"model_version": _VERSION, "result": results}
        if scores:
            made["score"] = sum(scores) / len(scores)
        return {"data": data, "predictions": [made]}
    return {"data": data, "annotations": [{"result": results}]}


def _written(mark: Mark, score: float | None) -> Iterator[Line]:
    line = mark.line or {}
    first, *more = mark.regions
    field, _, role = mark.label.partition("/")
    yield _result(mark.id, "label", "labels", first, [line["kind"]], score)
    yield _result(mark.id, "field", "choices", first, [field])
    if role:
        yield _result(mark.id, "role", "choices", first, [role])
    yield _result(mark.id, "norm", "textarea", first, [msgspec.json.encode(line).decode()])
    for number, each in enumerate(more, 2):
        key = f"{mark.id}.{number}"
        yield _result(key, "label", "labels", each, [FURTHER])
        relation: Line = {"type": "relation", "from_id": mark.id, "to_id": key}
        yield relation | {"direction": "right", "labels": [each.role or FURTHER]}


def _result(
    key: str, name: str, kind: str, at: Region, values: list[str], score: float | None = None
) -> Line:
    # of a textarea, text is what was typed, not what is marked
    place: Line = {"start": at.start, "end": at.end}
    place |= {"text": values} if kind == "textarea" else {"text": at.told, kind: values}
    found: Line = {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": place}
    return found if score is None else found | {"score": score}


def _results(task: Line, told: Told) -> Any:
    for kind in ("annotations", "predictions"):
        listed = task.get(kind)
        there = [
            each
            for each in (listed if isinstance(listed, list) else ())
            # an export lists predictions by their numbers only
            if isinstance(each, dict)
        ]
        valid = [each for each in there if not each.get("was_cancelled")]
        told.note("cancelled annotations, not read", len(there) - len(valid))
        if valid:
            told.note("annotations besides the one that was read", len(valid) - 1)
            chosen = max(valid, key=lambda each: (bool(each.get("ground_truth")), _time(each)))
            return chosen.get("result") or []
    return []


def _time(each: Line) -> str:
    return str(each.get("updated_at") or each.get("created_at") or "")


def _marks(results: list[Line], where: str) -> Iterator[Mark]:
    regions: dict[str, Line] = {}
    tied: dict[str, list[tuple[str, str]]] = {}
    for result in results:
        if result.get("type") == "relation":  # it has no id, no from_name, no value
            role = first_of(result.get("labels"), where) or FURTHER
            one, other = str(result.get("from_id")), str(result.get("to_id"))
            one, other = (other, one) if result.get("direction") == "left" else (one, other)
            tied.setdefault(one, []).append((other, role))
            continue
        value = result.get("value")
        if not isinstance(value, dict) or "start" not in value:
            continue  # of the whole document: no place
        key = str(result.get("id"))
        kind = str(result.get("type"))
        regions.setdefault(key, {})[f"{result.get('from_name')}"] = value
        if kind == "labels":
            regions[key]["at"] = value
    further = {other for ends in tied.values() for other, _ in ends}
    for key, found in regions.items():
        at = found.get("at") or next(iter(found.values()))
        kinds = at.get("labels") or []
        if key in further and kinds == [FURTHER]:
            continue
        here = f"{where}: region {key}"
        line = _line(found.get("norm"), here)
        label = _label(found, line, here)
        places = [_region(at, here)]
        for other, role in tied.get(key, ()):
            there = regions.get(other)
            if there is None or (there.get("at") or {}).get("labels") != [FURTHER]:
                continue
            places.append(_region(there["at"], here, None if role == FURTHER else role))
        yield Mark(key, label, tuple(places), line)


def _line(norm: Line | None, where: str) -> Line | None:
    given = (norm or {}).get("text")
    if not given:
        return None
    text = given if isinstance(given, str) else first_of(given, f"{where}: its norm") or ""
    try:
        line = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise fail("EX301", f"{where}: its norm is not JSON: {error}") from None
    return line_of(line, f"{where}: its norm")


def _label(found: Line, line: Line | None, where: str) -> str:
    field = first_of((found.get("field") or {}).get("choices"), where)
    role = first_of((found.get("role") or {}).get("choices"), where)
    if field is None and line is None:
        raise fail("EX301", f"{where}: no field is chosen")
    if field is None:
        return label_of(line or {})
    return f"{field}/{role}" if role else str(field)


def _region(at: Line, where: str, role: str | None = None) -> Region:
    told = at.get("text")
    start, end = integer(at.get("start"), where), integer(at.get("end"), where)
    return Region(start, end, told if isinstance(told, str) else None, role)
