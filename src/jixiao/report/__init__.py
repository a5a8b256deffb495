"""The self-evaluations of many projects, of a unit, a department or a region, as one value."""

from jixiao.report.build import Chart, Counts, Part, Report, report_of
from jixiao.report.lines import Line, line_of

__all__ = ["Chart", "Counts", "Line", "Part", "Report", "line_of", "report_of"]
