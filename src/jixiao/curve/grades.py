"""Grade scales: which grade a total has."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class GradeScale:
    """Grades by their lower edges, highest first; half open, so every total has exactly one.

    >>> scale = GradeScale((("优", Fraction(90)), ("良", Fraction(80)), ("差", Fraction(0))))
    >>> scale(Fraction(90)), scale(Fraction(8999, 100)), scale(Fraction(0))
    ('优', '良', '差')
    """

    edges: tuple[tuple[str, Fraction], ...] = field(default=())

    def __call__(self, total: Fraction) -> str:
        """The grade of a total (points out of the spec's full marks)."""
        for name, edge in self.edges:
            if total >= edge:
                return name
        return self.edges[-1][0]
