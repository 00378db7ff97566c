"""How long everything takes: ``python -m benchmarks [DOCUMENT]``."""

from __future__ import annotations

import os

# As ``extractor evaluate`` does: numpy's products are small here, waiting threads only cost.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
