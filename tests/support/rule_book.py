"""The specs that come with the package."""

from __future__ import annotations

from jixiao.loading.specs import spec_files

#: Their ids.
SPECS = sorted(dict(spec_files(None)))
