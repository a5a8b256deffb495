"""Strict reading: bytes → text → data with places → frozen models. What a person typed never raises here."""

from jixiao.loading.projects import load_project, parse_project
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecError
from jixiao.loading.specs import find_spec, load_spec, parse_spec

__all__ = ["SpecBook", "SpecError", "find_spec", "load_project", "load_spec", "parse_project", "parse_spec"]
