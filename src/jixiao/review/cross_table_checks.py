"""Tables beside each other: copied sentences, other units' names, the same project twice, everything at 100."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from jixiao.audit.causes import Observation, observations
from jixiao.audit.profile import Profile
from jixiao.findings import Codes, Finding, Lang
from jixiao.model.papers import owners
from jixiao.quantity import comparable, unspaced
from jixiao.review.lines import Line, ReviewedTable

#: Fewer characters name no unit or project for certain.
SHORTEST_UNIT, SHORTEST_PROJECT = 4, 6
#: How much of a sentence a finding repeats.
MOST_QUOTED = 60


def check_across(tables: Sequence[ReviewedTable], profile: Profile, lang: Lang) -> Iterator[Line]:
    """Yield what tables show beside each other, each cause once."""
    for check in (_all_full, _copied, _other_names, _twice):
        for table, finding in check(tables, profile):
            for observation in observations([finding], profile, len(table.rows)):
                yield line_of(table, observation, lang)


def line_of(table: ReviewedTable, observation: Observation, lang: Lang) -> Line:
    """Return an observation on a reviewed table as a line."""
    finding, args = observation.finding, observation.finding.args
    names = [row.name for row in table.rows]
    row = names[observation.rows[0]] if observation.rows and observation.rows[0] < len(names) else None
    printed, reckoned = args.get("printed"), args.get("reckoned")
    return Line(
        source=table.source,
        where=table.where or finding.path,
        project=table.name,
        unit=table.unit,
        row=row,
        path=finding.path,
        code=finding.code,
        severity=observation.severity.value,
        printed=None if printed is None else str(printed),
        reckoned=None if reckoned is None else str(reckoned),
        message=observation.message(names, lang),
        group=observation.group,
        money=table.budget,
    )


def _all_full(tables: Sequence[ReviewedTable], profile: Profile) -> Iterator[tuple[ReviewedTable, Finding]]:
    """Yield units all of whose tables have full marks; where that is so of all tables, once."""
    if len(tables) >= profile.limit("all_full_folder") and all(table.is_full for table in tables):
        yield tables[0], _full_marks("各单位", "all units", tables)
        return
    by_unit = defaultdict[str, list[ReviewedTable]](list)
    for table in tables:
        by_unit[table.unit or table.department].append(table)
    for unit, own in by_unit.items():
        if unit and len(own) >= profile.limit("all_full_tables") and all(table.is_full for table in own):
            yield own[0], _full_marks(f"“{unit}”", f"“{unit}”", own)


def _full_marks(unit: str, unit_en: str, tables: Sequence[ReviewedTable]) -> Finding:
    args = {"unit": unit, "unit_en": unit_en, "count": len(tables), "printed": len(tables)}
    return Finding(Codes.ALL_AT_FULL, "", args)


def _copied(tables: Sequence[ReviewedTable], profile: Profile) -> Iterator[tuple[ReviewedTable, Finding]]:
    """Yield sentences that several units wrote word for word, at the second of them."""
    least = profile.limit("copied_sentence")
    holders = defaultdict[str, dict[str, tuple[ReviewedTable, str]]](dict)
    as_typed: dict[str, str] = {}
    for table in tables:
        for path, text in table.sentences:
            if len(text) >= least:
                as_typed.setdefault(comparable(text), text)
                holders[comparable(text)].setdefault(table.unit or table.label, (table, path))
    places = set[tuple[str, str, str]]()
    for key, by_unit in sorted(holders.items(), key=lambda one: -len(one[0])):  # texts before their sentences
        if len(by_unit) >= profile.limit("copied_tables"):
            (first, _), (second, path), *_ = by_unit.values()
            place = (second.source, second.where, path)
            if place in places:
                continue
            places.add(place)
            text = as_typed[key][:MOST_QUOTED]
            args = {"text": text, "other": first.unit or first.label, "printed": text}
            yield second, Finding(Codes.COPIED_SENTENCE, path, args)


def _other_names(tables: Sequence[ReviewedTable], profile: Profile) -> Iterator[tuple[ReviewedTable, Finding]]:  # noqa: ARG001  # as every check across tables
    """Yield tables whose texts name another unit or another unit's project, one of them for each table."""
    units = {unspaced(table.unit) for table in tables if len(table.unit) >= SHORTEST_UNIT}
    offices = {unspaced(table.department) for table in tables}
    projects = {unspaced(table.name): unspaced(table.unit) for table in tables if len(table.name) >= SHORTEST_PROJECT}
    for table in tables:
        own = unspaced(f"{table.name} {table.unit} {table.department}")
        for path, text in table.sentences:
            name = _foreign(unspaced(text), own, unspaced(table.unit), units - offices, projects)
            if name:
                args = {"text": name, "printed": name, "reckoned": table.unit or table.label}
                yield table, Finding(Codes.OTHER_UNIT, path, args)
                break


def _foreign(text: str, own: str, unit: str, units: set[str], projects: dict[str, str]) -> str | None:
    """Return the name of another unit, or of another unit's project, that a text holds."""
    for name in units:
        if name in text and name not in own and not unit.startswith(name):
            return name
    for name, owner in projects.items():
        if name in text and name not in own and owner != unit:
            return name
    return None


def _twice(tables: Sequence[ReviewedTable], profile: Profile) -> Iterator[tuple[ReviewedTable, Finding]]:  # noqa: ARG001
    """Yield projects that have a table of the same stage already, of monitoring one of the same month."""
    projects = defaultdict[tuple[int, Hashable], list[ReviewedTable]](list)
    for table, owner in zip(tables, owners([table.paper for table in tables]), strict=True):
        projects[owner, table.paper.occasion].append(table)
    for first, *more in projects.values():
        again = [table for table in more if _are_alike(first, table)]
        if again:
            args = {"name": first.label, "other": f"{first.source} {first.where}".strip(), "printed": first.name}
            yield again[0], Finding(Codes.SAME_PROJECT_TWICE, "name", args)


def _are_alike(table: ReviewedTable, other: ReviewedTable) -> bool:
    """Whether two tables share at least half of their indicators, by name."""
    names, other_names = {row.name for row in table.rows}, {row.name for row in other.rows}
    return 2 * len(names & other_names) >= max(len(names), len(other_names))


__all__ = ["check_across", "line_of"]
