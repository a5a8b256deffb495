"""Strict reading: bytes → text → data with places → frozen models. What a person typed never raises here."""

from jixiao.loading.projects import load_project
from jixiao.loading.specs import SpecError, find_spec, load_spec

__all__ = ["SpecError", "find_spec", "load_project", "load_spec"]
