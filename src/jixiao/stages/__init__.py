"""The year of a project: what goes over from one stage to the next, and what changed between two papers."""

from __future__ import annotations
