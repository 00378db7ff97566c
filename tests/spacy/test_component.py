from __future__ import annotations

import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import extractor
from extractor.spacy import register

_TEXTS = tomllib.loads((Path(__file__).parent / "cases" / "texts.toml").read_text("utf-8"))
TEXTS = list(_TEXTS.values())
DISCLOSURE, SHORT = _TEXTS["disclosure"], _TEXTS["short"]


@pytest.fixture(scope="module", params=["words", "characters"])
def nlp(request: pytest.FixtureRequest) -> Language:
    if request.param == "words":
        return extractor.load_spacy()
    made = spacy.blank("zh")
    made.add_pipe("extractor")
    return made


def test_the_pipeline(nlp: Language) -> None:
    assert nlp.lang == "zh"
    assert nlp.pipe_names == ["extractor"]
    assert nlp.analyze_pipes()["problems"] == {"extractor": []}


@pytest.mark.parametrize("text", TEXTS)
def test_the_doc_says_what_the_record_says(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    mentions = extractor.find_mentions(text)
    assert [span._.mention for span in doc.spans["mentions"]] == list(mentions)
    assert [span.label_ for span in doc.spans["mentions"]] == [each.kind for each in mentions]
    if not text.strip():
        assert doc._.record is None
        assert not doc.spans["facts"]
        return
    record = extractor.extract(extractor.Text(text))
    assert doc._.record.to_json() == record.to_json()
    assert [span._.fact.id for span in doc.spans["facts"]] == [each.id for each in record.facts]
    assert [span.label_ for span in doc.spans["facts"]] == [each.field for each in record.facts]


def test_spans_cover_their_exact_places(nlp: Language) -> None:
    doc = nlp(DISCLOSURE)
    for group in doc.spans.values():
        assert len(group)
        assert group.attrs["unplaced"] == 0
        wider = 0
        for span in group:
            start, end = span._.offsets
            assert span.start_char <= start < end <= span.end_char
            wider += (span.start_char, span.end_char) != (start, end)
        assert group.attrs["expanded"] == wider
    for span in doc.spans["facts"]:
        place = span._.fact.evidence[0]
        assert doc.text[place.start : place.end] == place.quote


def test_a_span_off_the_tokens_is_expanded_and_counted() -> None:
    nlp = spacy.blank("en")  # one token from blank to blank
    nlp.add_pipe("extractor")
    doc = nlp("合计收入12.5万元。")
    (span,) = doc.spans["mentions"]
    assert doc.spans["mentions"].attrs == {"expanded": 1, "unplaced": 0}
    assert span.text != "12.5万元"
    assert doc.text[slice(*span._.offsets)] == span._.mention.text == "12.5万元"


def test_spans_of_others_have_no_fact(nlp: Language) -> None:
    doc = nlp(SHORT)
    for span in (
        doc[0:2],
        Span(doc, 0, 2, label="x", span_id="f999"),
        Span(doc, 0, 1, span_id="m"),
    ):
        assert span._.fact is None
        assert span._.mention is None
        assert span._.offsets == (span.start_char, span.end_char)


def test_a_doc_that_nobody_read_has_no_record() -> None:
    doc = spacy.blank("zh")(SHORT)
    assert doc._.record is None
    assert doc[0:1]._.fact is None


def test_keys_can_be_chosen() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("extractor", config={"mentions_key": "numbers", "facts_key": "sc"})
    assert set(nlp(SHORT).spans) == {"numbers", "sc"}


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        spacy.blank("zh").add_pipe("extractor", config={"colour": "red"})


def test_registering_again_is_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        register()


def test_attributes_of_others_are_left_alone() -> None:
    ours = Doc.get_extension("record")
    Doc.remove_extension("record")
    try:
        Doc.set_extension("record", default="theirs")
        with pytest.warns(UserWarning, match="record is set already"):
            register()
        assert spacy.blank("zh")("收入")._.record == "theirs"
    finally:
        Doc.set_extension("record", getter=ours[2], force=True)


def test_displacy_draws_the_groups(nlp: Language) -> None:
    page = spacy.displacy.render(
        nlp(SHORT), style="span", options={"spans_key": "mentions"}, jupyter=False
    )
    assert "money" in page


def test_importing_the_toolkit_does_not_import_spacy() -> None:
    code = (
        "import sys, extractor; extractor.extract(extractor.Text('2023年度收入总计3万元。'));"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
