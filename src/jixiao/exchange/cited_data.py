"""Data of the package on the budget system: every block names the script in which it was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import model_validator

from jixiao.findings import Codes
from jixiao.model.fields import Model, refuse
from jixiao.model.rules import Cited
from jixiao.model.spec import Source, citation_of


class CitedData(Model):
    """Blocks of one file and the sources that they name."""

    sources: Mapping[str, Source]

    @model_validator(mode="after")
    def _check_blocks(self) -> Any:
        for block in self.blocks():
            if block.basis.split(" ")[0] not in self.sources:
                raise refuse(Codes.UNLISTED_BASIS, basis=block.basis)
        return self

    def blocks(self) -> Iterator[Cited]:
        """Yield all blocks in their order."""
        values = (getattr(self, name) for name in type(self).model_fields)
        yield from (value for value in values if isinstance(value, Cited))

    def citation(self, block: Cited) -> str:
        """Return the document in which a block was seen, with the number of the script."""
        return citation_of(self.sources, block)


__all__ = ["CitedData"]
