"""The specs that come with the package."""

from __future__ import annotations

from jixiao.loading.spec_book import package_book

#: Their ids.
SPECS = list(package_book().ids)
