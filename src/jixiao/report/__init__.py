"""The self-evaluations of many projects, of a unit, a department or a region, as one value."""

from jixiao.report.build import Chart, Part, Report, report_of
from jixiao.report.lines import Line, line_of
from jixiao.report.papers import Counts, check_counts

__all__ = ["Chart", "Counts", "Line", "Part", "Report", "check_counts", "line_of", "report_of"]
