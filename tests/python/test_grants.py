"""The grants that dbt hands to the engine are those of seeds/access_grants.csv (GOV-21)."""

from __future__ import annotations

import csv

import pytest

from tests.python.conftest import ROOT

# tables that no model builds: macros/governance and the governance checks write them
WRITTEN_OTHERWISE = ("governance",)


def seeded_grants() -> list[dict[str, str]]:
    """Read who may read what."""
    with (ROOT / "seeds" / "access_grants.csv").open(encoding="utf-8", newline="") as seed:
        return list(csv.DictReader(seed))


def may_read(grant: dict[str, str], node: dict) -> bool:
    """Whether a row of the seed lets its role read a relation."""
    return grant["schema_name"] in ("*", node["schema"]) and grant["relation_name"] in (
        "*",
        node["alias"],
    )


@pytest.mark.parametrize("built", ["demo", "all_on"])
def test_grants_of_dbt_and_of_the_seed_are_in_step(built: str, request: pytest.FixtureRequest):
    """A role that reads more, or less, on an engine with roles than in the published files."""
    grants = seeded_grants()
    nodes = [
        node
        for node in request.getfixturevalue(built).manifest()["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    ]
    of_seed = {
        node["name"]: sorted({grant["role"] for grant in grants if may_read(grant, node)})
        for node in nodes
    }
    of_dbt = {node["name"]: sorted(node["config"]["grants"].get("select", [])) for node in nodes}
    assert of_dbt == of_seed
    assert {privilege for node in nodes for privilege in node["config"]["grants"]} == {"select"}
    # every row of the seed is about something
    idle = [
        grant
        for grant in grants
        if grant["schema_name"] not in WRITTEN_OTHERWISE
        and not any(may_read(grant, node) for node in nodes)
    ]
    assert idle == []
