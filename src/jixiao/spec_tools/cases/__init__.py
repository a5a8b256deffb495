"""Cases: worked examples beside a spec, each with the source of the answer that it expects.

``*.cases.yaml`` → strict loading, places kept → the normal way of scoring → an exact comparison.
"""

from __future__ import annotations

from jixiao.spec_tools.cases.loading import CaseFile, beside, load_cases
from jixiao.spec_tools.cases.model import Case, Expect
from jixiao.spec_tools.cases.running import Difference, Ran, run_case, run_cases

__all__ = ["Case", "CaseFile", "Difference", "Expect", "Ran", "beside", "load_cases", "run_case", "run_cases"]
