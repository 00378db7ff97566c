"""The labelling configuration of Label Studio, from the declarations of the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from extractor.annotate.facts import ALL_ROLES
from extractor.annotate.formats.brat_conf import TIES
from extractor.annotate.formats.label_studio import FURTHER
from extractor.annotate.formats.outgoing import WrittenOnly
from extractor.annotate.formats.types import Sheet, Told
from extractor.finding import FAMILIES, SEVERITIES
from extractor.schema import fields

_COLOURS = (
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f",
    "#bcbd22", "#17becf", "#3a6ea5", "#b5651d", "#556b2f", "#a0522d", "#708090",
)  # fmt: skip


class Config(WrittenOnly):
    """What to paste into (or send to) a project; needs no corpus."""

    name = "label-studio-config"
    suffix = ".xml"

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The configuration; the documents make no difference."""
        yield "", config().encode()


FORMAT = Config()


def config() -> str:
    """Kinds as labels; field, role and the rest for each region; relations for further places.

    ``granularity="symbol"``: Chinese has no words to snap to.
    """
    kinds = [*dict.fromkeys(each.kind for each in fields().values()), "section", "finding", FURTHER]
    amounts = [each for each in fields().values() if each.kind == "money"]
    choices = [(key, each.label) for key, each in fields().items()]
    choices += [("%", "比率"), *((f"%{each.key}", f"{each.label}（比率）") for each in amounts)]
    choices += [("section", "标题"), *((f"finding.{each}", "矛盾") for each in FAMILIES)]
    levels = [str(each) for each in range(1, 10)]
    rows = ["<View>", '  <Labels name="label" toName="text">']
    for number, kind in enumerate(kinds):
        colour = _COLOURS[number % len(_COLOURS)]
        rows.append(f'    <Label value={quoteattr(kind)} background="{colour}"/>')
    rows += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    rows += _choices("field", choices)
    more = [*sorted(ALL_ROLES), *SEVERITIES, *levels]
    rows += _choices("role", [(each, "") for each in more])
    rows.append(
        '  <TextArea name="norm" toName="text" perRegion="true" editable="true" '
        'maxSubmissions="1"/>'
    )
    rows.append("  <Relations>")
    rows += [f"    <Relation value={quoteattr(each)}/>" for each in TIES]
    return "\n".join([*rows, "  </Relations>", "</View>", ""])


def _choices(name: str, values: list[tuple[str, str]]) -> Iterator[str]:
    yield f'  <Choices name="{name}" toName="text" perRegion="true" choice="single"'
    yield '    layout="select">'
    for value, hint in values:
        shown = f" hint={quoteattr(hint)}" if hint else ""
        yield f"    <Choice value={quoteattr(value)}{shown}/>"
    yield "  </Choices>"
