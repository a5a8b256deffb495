"""Rules of monitoring: looked up by name beside their spec or in the package, read as strictly as a spec."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.terminal import as_line
from jixiao.loading.companions import companion_file, companion_names, packaged_file
from jixiao.loading.decoding import read_file
from jixiao.loading.layouts import packaged_layouts
from jixiao.loading.merging import lay_over
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.package import MONITORING, package_specs
from jixiao.loading.validation import FindingList, finding_of, mapping_of
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.monitoring import MonitoringRules
from jixiao.model.spec import PACE, IndicatorSpec

#: How many times rules may extend others, in turn.
MOST_EXTENDED = 3


class ReadMonitoring(NamedTuple):
    """Rules of monitoring, or ``None`` where their file is broken, and the findings on the file."""

    rules: MonitoringRules | None
    findings: tuple[Finding, ...]


def read_monitoring(path: Path, folders: tuple[Path, ...] = ()) -> ReadMonitoring:
    """Return what one file of rules holds; what it extends is looked for in the ``folders``, then in the package."""
    findings = FindingList()
    root = _resolved(path, (*folders, package_specs()), (path.stem,), findings)
    if root is None or has_error(findings):
        return ReadMonitoring(None, findings.closed())
    try:
        rules = MonitoringRules.model_validate(root)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
        return ReadMonitoring(None, findings.closed())
    if rules.form.layout not in packaged_layouts():
        findings.append(_no_layout(rules.form.layout, root))
        return ReadMonitoring(None, findings.closed())
    return ReadMonitoring(rules, findings.closed())


def _resolved(path: Path, folders: tuple[Path, ...], chain: tuple[str, ...], findings: FindingList) -> Map | None:
    """Return the data of a file with its base merged in; ``chain`` are the names of those that extend it, in turn."""
    root = mapping_of(*read_file(path), findings)
    if root is None or "extends" not in root:
        return root
    name = str(root["extends"])
    base_path = None
    if name not in chain and len(chain) <= MOST_EXTENDED:
        base_path = companion_file(MONITORING, name, folders)
    if base_path is None:
        args = {"name": name[:MOST_SHOWN], "chain": " → ".join((*chain, name[:MOST_SHOWN]))}
        args["known"] = "、".join(companion_names(MONITORING, folders))
        findings.append(Finding(Codes.NO_SUCH_BASE_OF_MONITORING, "extends", args, place_of(root, ("extends",))))
        return None
    base = _resolved(base_path, folders, (*chain, name), findings)
    if base is None:
        return None
    return lay_over(base, root)


def _no_layout(name: str, root: Map) -> Finding:
    args = {"name": name[:MOST_SHOWN], "known": "、".join(packaged_layouts())}
    return Finding(Codes.NO_SUCH_LAYOUT, "form.layout", args, place_of(root, ("form", "layout")))


@cache
def packaged_monitoring(name: str) -> MonitoringRules:
    """Return rules of monitoring of the package, whose files never change.

    Raises:
        ValueError: the file is broken.
    """
    rules, findings = read_monitoring(packaged_file(MONITORING, name))
    if rules is None:
        raise ValueError("\n".join(map(as_line, findings)))
    return rules


def monitoring_of(spec: IndicatorSpec) -> MonitoringRules:
    """Return the rules of monitoring that hold under a spec."""
    rules = spec.monitoring_rules
    if isinstance(rules, MonitoringRules):
        return rules
    return packaged_monitoring(rules or PACE)


__all__ = [
    "ReadMonitoring",
    "monitoring_of",
    "packaged_monitoring",
    "read_monitoring",
]
