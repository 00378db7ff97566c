"""Everything that an evaluation tells, for whichever format it is told in."""

from __future__ import annotations

import msgspec

from extractor.evaluate.agreement import Agreement
from extractor.evaluate.baseline import Difference
from extractor.evaluate.buckets import Error
from extractor.evaluate.calibration import Calibration
from extractor.evaluate.gate import Verdict
from extractor.evaluate.score import Report


class Outcome(msgspec.Struct, frozen=True):
    """A report with what goes with it.

    ``composed`` are the scores of the composed documents where the report is of those written
    by hand; ``trained_on`` how many documents the models have seen, ``notes`` what a reader
    must know.
    """

    name: str
    report: Report
    errors: tuple[Error, ...]
    calibrations: dict[str, Calibration] = {}
    differences: tuple[Difference, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    agreement: Agreement | None = None
    composed: Report | None = None
    trained_on: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every gate is passed."""
        return all(each.passed for each in self.verdicts)
