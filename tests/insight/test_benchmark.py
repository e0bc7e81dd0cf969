"""The benchmark of tagging runs, and its made-up texts are like real ones."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "tagging.py"


def test_the_benchmark_of_tagging_measures_what_it_says():
    command = [sys.executable, str(SCRIPT), "1500", "600"]
    line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert set(line) == {"compile_ms", "rate", "floor", "ratio", "themed", "matches", "peak_mib"}
    assert 0.4 < line["themed"] < 0.8
    assert 0.5 < line["matches"] < 2.0
