"""Cases: worked examples beside a spec, each with the source of the answer that it expects.

``*.cases.yaml`` → strict loading, with places → the normal way of scoring → an exact comparison.
"""

from __future__ import annotations

from jixiao.spec_tools.cases.loading import CaseFile, case_path, load_cases
from jixiao.spec_tools.cases.model import Case, Expect
from jixiao.spec_tools.cases.running import CaseRun, Difference, run_case, run_cases

__all__ = ["Case", "CaseFile", "CaseRun", "Difference", "Expect", "case_path", "load_cases", "run_case", "run_cases"]
