"""Times and memory of a process that starts anew."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
_PEAK = """
import resource, sys
{code}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (10 if sys.platform == "darwin" else 0)
try:  # what is above may be that of the process that started this one
    peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
except (OSError, IndexError):
    pass
print(peak / 1024)
"""


def measure(document: str, runs: int) -> dict[str, dict[str, float]]:
    """Milliseconds of each start, and peak memory in MB."""
    document = str(Path(document).resolve())
    extract = f"import extractor; extractor.extract({document!r})"
    longer = (
        "import extractor; text = extractor.extract"
        f"({document!r}, with_text=True).text\n"
        "extractor.extract(extractor.Text('\\n'.join([text] * 10)))"
    )
    starts = {
        "a bare interpreter": ["-c", "pass"],
        "import extractor": ["-c", "import extractor"],
        "extractor --help": ["-m", "extractor", "--help"],
        "a first extraction": ["-c", extract],
        "extractor extract": ["-m", "extractor", "extract", document],
    }
    memory = {
        "a bare interpreter": "pass",
        "import extractor": "import extractor",
        "an extraction": extract,
        "an extraction, 10 times as long": longer,
    }
    return {
        "start": {name: start(arguments, runs) for name, arguments in starts.items()},
        "memory": {name: peak(code) for name, code in memory.items()},
    }


def start(arguments: list[str], runs: int) -> float:
    """Median milliseconds until a new interpreter with *arguments* has ended."""
    times = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        times.append((time.perf_counter() - begin) * 1000)
    return median(times[1:])  # the first fills the caches


def peak(code: str) -> float:
    """Peak resident memory in MB of a process that runs *code*; 0 where nobody counts it."""
    if os.name != "posix":
        return 0.0
    done = subprocess.run(
        [sys.executable, "-c", _PEAK.format(code=code)],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[-1])
