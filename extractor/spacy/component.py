"""The pipeline component ``extractor``: mentions and facts as span groups."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extractor.fact import Fact
from extractor.mentions import find_mentions
from extractor.pipeline import extract
from extractor.source import Text
from extractor.spacy.data import KEY, plain

#: What a span is made of: start and end in characters, label, id.
Place = tuple[int, int, str, str]


class Extractor:
    """Doc -> the same Doc with mentions, facts and the record.

    ``doc.spans[mentions_key]`` has a span per typed number, labelled with its kind;
    ``doc.spans[facts_key]`` one per fact at its value, labelled with its field. Their ``id_``
    is ``m1`` … and ``f1`` …, the latter the ids of the record. Both lie on token borders;
    ``group.attrs`` tells how many had to be expanded to them (``expanded``), and how many facts
    have no place in the text and so no span (``unplaced``). Everything exact is in
    ``doc.user_data["extractor"]`` as plain data and is read by ``doc._.record``, ``span._.fact``,
    ``span._.mention`` and ``span._.offsets``. A blank doc gets empty groups and no record.
    """

    def __init__(
        self, name: str = "extractor", mentions_key: str = "mentions", facts_key: str = "facts"
    ) -> None:
        self.name = name
        self.mentions_key = mentions_key
        self.facts_key = facts_key

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        record = extract(Text(text)) if text.strip() else None
        facts = record.facts if record else ()
        mentions = find_mentions(text)
        places = (_place(fact) for fact in facts)
        doc.spans[self.facts_key] = _group(doc, self.facts_key, places)
        doc.spans[self.mentions_key] = _group(
            doc,
            self.mentions_key,
            ((each.start, each.end, each.kind, f"m{i}") for i, each in enumerate(mentions, 1)),
        )
        data = {"record": record.to_dict() if record else None, "mentions": mentions}
        doc.user_data[KEY] = plain(data)
        return doc


def _place(fact: Fact) -> Place | None:
    shown = next((each for each in fact.evidence if each.role == "value"), None)
    shown = shown or next(iter(fact.evidence), None)
    if shown is None or not 0 <= shown.start < shown.end:
        return None
    return shown.start, shown.end, fact.field, fact.id


def _group(doc: Doc, name: str, places: Iterable[Place | None]) -> SpanGroup:
    spans = []
    expanded = unplaced = 0
    for place in places:
        span = None
        if place is not None:
            start, end, label, key = place
            span = doc.char_span(start, end, label=label, span_id=key, alignment_mode="expand")
        if span is None:
            unplaced += 1
            continue
        expanded += (span.start_char, span.end_char) != (start, end)
        spans.append(span)
    return SpanGroup(
        doc, name=name, spans=spans, attrs={"expanded": expanded, "unplaced": unplaced}
    )


@Language.factory(
    "extractor",
    assigns=["doc.spans", "doc._.record", "span._.fact", "span._.mention", "span._.offsets"],
    default_config={"mentions_key": "mentions", "facts_key": "facts"},
)
def make_component(
    nlp: Language, name: str, mentions_key: str = "mentions", facts_key: str = "facts"
) -> Extractor:
    """What ``nlp.add_pipe("extractor")`` calls; works with any tokenizer.

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> nlp.add_pipe("extractor").name
    'extractor'
    >>> doc = nlp("收入12.5万元")
    >>> [span.text for span in doc.spans["mentions"]]
    ['12.5万元']
    """
    return Extractor(name, mentions_key, facts_key)
