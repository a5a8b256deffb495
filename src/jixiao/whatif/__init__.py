"""What a score takes: the smallest actual for full marks, the fewest changes for a grade."""

from __future__ import annotations

from jixiao.whatif.plan import Goal, Reach, goal_of, next_grade, reach_of, short_of

__all__ = ["Goal", "Reach", "goal_of", "next_grade", "reach_of", "short_of"]
