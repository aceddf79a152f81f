"""The shape of the project: the 29 rules of dbt's project evaluator, and the rules of this house.

The evaluator is a dbt package, and this project runs without packages: its rules are read here
from dbt's manifest.
"""

import csv
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from demo import layouts
from tests.python.conftest import ROOT

PREFIXES = {
    "staging": ("stg_", "base_"),
    "intermediate": ("int_",),
    "marts": ("fct_", "dim_"),
    "reports": ("rpt_",),
}


class Project:
    """The nodes of the manifest and who reads whom."""

    def __init__(self, run):
        manifest = run.manifest()
        self.run = run
        self.models = {
            key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
        }
        self.tests = [
            node
            for node in manifest["nodes"].values()
            # dbt lists the tests of models that are switched off as well
            if node["resource_type"] == "test" and node["config"]["enabled"]
        ]
        self.sources = manifest["sources"]
        self.exposures = manifest["exposures"]
        self.relations = {
            key: node["relation_name"]
            for key, node in (manifest["nodes"] | manifest["sources"]).items()
        }
        self.children = defaultdict(set)
        for key, model in self.models.items():
            for parent in model["depends_on"]["nodes"]:
                self.children[parent].add(key)

    def parents(self, key, kind):
        """Return the parents of a model that are of a kind: model, source, seed."""
        return [
            parent
            for parent in self.models[key]["depends_on"]["nodes"]
            if parent.startswith(kind + ".")
        ]

    def layer(self, key):
        """Return the folder right below models/."""
        return Path(self.models[key]["original_file_path"]).parts[1]

    def materialized(self, key):
        """Return how a model is built."""
        return self.models[key]["config"]["materialized"]

    def tests_of(self, key):
        """Return the generic tests of a model as (name, column)."""
        return {
            (test["test_metadata"]["name"], test["column_name"])
            for test in self.tests
            if test.get("test_metadata") and test["attached_node"] == key
        }


@pytest.fixture(scope="module", params=["demo", "all_on", "one_a_domain"])
def project(request):
    """The rules hold whichever tools are connected."""
    return Project(request.getfixturevalue(request.param))


def names(keys):
    return sorted(key.split(".")[-1] for key in keys)


def test_01_06_no_model_reads_a_source_beside_a_model_or_another_source(project):
    offenders = [
        key
        for key in project.models
        if (sources := project.parents(key, "source"))
        and (len(sources) > 1 or project.parents(key, "model"))
    ]
    assert names(offenders) == []


def test_02_only_staging_reads_sources(project):
    offenders = [
        key
        for key in project.models
        if project.parents(key, "source") and project.layer(key) != "staging"
    ]
    assert names(offenders) == []


def test_03_12_sources_are_declared_once_and_used(project):
    tables = [(source["schema"], source["identifier"]) for source in project.sources.values()]
    assert len(tables) == len(set(tables))
    assert names(key for key in project.sources if not project.children[key]) == []


def test_what_a_model_reads_beside_its_references_is_named(project):
    """If this fails, a model is left as it was though something that it reads has changed."""
    beside = {}
    for key, model in project.models.items():
        known = [key, *model["depends_on"]["nodes"], *model["config"]["meta"].get("also_reads", [])]
        read = set(re.findall(r'"\w+"\."\w+"\."\w+"', model["compiled_code"] or ""))
        if more := read - {project.relations[one] for one in known}:
            beside[model["name"]] = more
    assert beside == {}


def test_models_that_are_added_to_depend_on_no_var(project):
    """They are told apart by their text as it was written, in which a var has no value."""
    added_to = [
        model
        for key, model in project.models.items()
        if project.materialized(key) == "incremental" and model["config"]["full_refresh"] is None
    ]
    assert added_to
    for model in added_to:
        assert not re.search(r"\b(?:var|as_of|env_var)\(", model["raw_code"]), model["name"]


def test_04_no_hard_coded_references(project):
    pattern = re.compile(r"\b(from|join)\s+(\w+\.\w+|{{\s*var)", re.IGNORECASE)
    offenders = []
    for key, model in project.models.items():
        # what a Python model imports is no table
        sql = re.sub(r"--.*", "", model["raw_code"] if model["language"] == "sql" else "")
        offenders += [(key, found.group()) for found in pattern.finditer(sql)]
    assert offenders == []


def test_05_no_parent_of_three_leaves(project):
    offenders = [
        key
        for key in project.models
        # the scorecard is where all KPIs meet: what judges them all reads it
        if not key.endswith(".rpt_kpi_scorecard")
        and sum(not project.children[child] for child in project.children[key]) >= 3
    ]
    assert names(offenders) == []


def test_07_no_rejoining_of_upstream_concepts(project):
    offenders = []
    for grandparent in project.models:
        for parent in project.children[grandparent]:
            readers = project.children[parent]
            if len(readers) == 1 and readers <= project.children[grandparent]:
                offenders.append((grandparent, parent, *readers))
    assert [names(offender) for offender in offenders] == []


def test_08_no_root_models(project):
    roots = {key for key, model in project.models.items() if not model["depends_on"]["nodes"]}
    # the calendar is counted, not read
    declared = {
        key for key, model in project.models.items() if model["config"]["meta"].get("reads_nothing")
    }
    assert names(roots) == names(declared) == ["int_dates"]


def test_09_a_source_feeds_one_model(project):
    assert names(key for key in project.sources if len(project.children[key]) > 1) == []


def test_10_11_staging_reads_no_later_layer_and_no_other_staging(project):
    offenders = []
    for key in project.models:
        if project.layer(key) != "staging":
            continue
        for parent in project.parents(key, "model"):
            is_base = project.models[parent]["name"].startswith("base_")
            if project.layer(parent) != "staging" or not is_base:
                offenders.append(key)
    assert names(offenders) == []


def test_13_at_most_six_parents(project):
    offenders = [
        key for key, model in project.models.items() if len(set(model["depends_on"]["nodes"])) > 6
    ]
    assert names(offenders) == []


def test_14_16_every_model_has_a_tested_key(project):
    offenders = []
    for key in project.models:
        # unique and not_null in one (tests/generic)
        if "primary_key" not in {name for name, _ in project.tests_of(key)}:
            offenders.append(key)
    assert names(offenders) == []


def test_15_19_20_sources_are_described_and_have_freshness(project):
    for key, source in project.sources.items():
        assert source["description"].strip(), key
        assert source["source_description"].strip(), key
        assert source["freshness"]["warn_after"]["count"], key
        assert source["loaded_at_field"], key


def test_17_18_29_every_model_and_column_is_described(project):
    for key, model in project.models.items():
        assert model["description"].strip(), key
        assert model["columns"], key
        for name, column in model["columns"].items():
            assert column["description"].strip(), f"{key}.{name}"


def test_18_described_columns_are_the_columns(project):
    """A column that the YAML does not know, or that does not exist any more."""
    actual = defaultdict(set)
    for schema, table, column in project.run.rows(
        "select schema_name, table_name, column_name from duckdb_columns()"
    ):
        actual[schema, table].add(column)
    for key, model in project.models.items():
        assert set(model["columns"]) == actual[model["schema"], model["name"]], key


def test_21_tests_stand_in_the_folder_of_their_model(project):
    for test in project.tests:
        if test.get("attached_node", "").startswith("model."):
            model = project.models[test["attached_node"]]
            folder = Path(model["original_file_path"]).parent
            assert Path(test["original_file_path"]).parent == folder, test["name"]


def test_22_24_names_and_folders(project):
    for key, model in project.models.items():
        path = Path(model["original_file_path"])
        assert model["name"].startswith(PREFIXES[project.layer(key)]), key
        if project.layer(key) == "staging":
            vendor = re.match(r"(?:stg|base)_([a-z]+)__", model["name"]).group(1)
            assert path.parts[2] == vendor, key


def test_23_sources_stand_in_the_folder_of_their_name(project):
    for source in project.sources.values():
        assert source["source_name"] in Path(source["original_file_path"]).parts


def test_25_no_long_chain_of_views(project):
    def depth(key):
        if project.materialized(key) not in ("view", "ephemeral"):
            return 0
        return 1 + max((depth(parent) for parent in project.parents(key, "model")), default=0)

    # who was erased must not be stored: what shows everybody is a view, however long the chain
    shows_everybody = ("/privacy/", "int_contacts_received", "int_survey_responses_handed_over")
    stored = (
        key
        for key, model in project.models.items()
        if not any(part in model["path"] for part in shows_everybody)
    )
    assert names(key for key in stored if depth(key) > 5) == []


def test_26_28_exposures_read_public_tables(project):
    assert project.exposures
    for exposure in project.exposures.values():
        for parent in exposure["depends_on"]["nodes"]:
            assert project.materialized(parent) in ("table", "incremental"), parent
            assert project.models[parent]["access"] == "public", parent


def test_27_public_models_have_a_contract_an_owner_and_a_group(project):
    public = {key for key, model in project.models.items() if model["access"] == "public"}
    assert {project.layer(key) for key in public} == {"marts", "reports"}
    for key in project.models:
        model = project.models[key]
        if project.layer(key) in ("marts", "reports"):
            assert key in public, key
            assert model["contract"]["enforced"], key
            assert model["config"]["meta"]["owner"], key
            assert model["group"], key


def test_input_contracts_are_enforced(project):
    contracts = [key for key in project.models if key.endswith("_unioned")]
    assert len(contracts) == 19
    for key in contracts:
        assert project.models[key]["contract"]["enforced"], key
        assert all(column["data_type"] for column in project.models[key]["columns"].values())


def test_unions_list_their_columns_in_one_order():
    """A union goes by place: a column out of order lands in its neighbour."""
    typed = re.compile(r"cast\(null as \w+\) as (\w+)")
    listed = re.compile(
        r"select\n((?:\s+[a-z_]+,?(?: [a-z_]+,?)*\n)+)\s*from {{ ref\('stg_' ~ vendor"
    )
    intermediate = ROOT / "models" / "intermediate"
    found = 0
    for path in intermediate.glob("*/int_*.sql"):
        lists = listed.findall(path.read_text())
        if not lists:
            continue
        entity = re.match(r"int_(\w+?)(_from_\w+|_checked)$", path.stem).group(1)
        (head,) = [
            typed.findall(other.read_text().split("where false")[0])
            for other in intermediate.glob(f"*/int_{entity}_*.sql")
            if "where false" in other.read_text()
        ]
        assert re.findall(r"\w+", lists[0]) == head, path.stem
        found += 1
    assert found > 20


def test_models_and_macros_stay_short():
    for path in ROOT.glob("models/**/*.sql"):
        assert len(path.read_text().splitlines()) <= 120, path
    for path in ROOT.glob("macros/**/*.sql"):
        blocks = re.split(r"{%-? endm(?:acro|aterialization)", path.read_text())
        for block in blocks:
            assert len(block.strip().splitlines()) <= 40, path


def test_models_begin_with_what_a_row_is():
    for path in ROOT.glob("models/**/*.sql"):
        assert path.read_text().startswith("-- one row"), path


def test_of_the_versions_of_a_record_the_open_one_counts():
    """Closed versions are landed as deleted: one that came last would hide the open one."""
    found = 0
    for path in ROOT.glob("models/staging/*/base/*.sql"):
        text = path.read_text()
        if "_is_deleted" in text:
            assert "_is_active as is_active_version" in text, path
            assert "newest=['is_active_version'" in text, path
            assert "not _is_active" not in text, path
            found += 1
    assert found > 90


def test_nothing_after_staging_knows_a_vendor():
    """A vendor is a value of source_system, never a branch in the logic."""
    vendors = re.compile("|".join(layouts.VENDORS), re.IGNORECASE)
    for layer in ("intermediate", "marts", "reports"):
        for path in (ROOT / "models" / layer).glob("**/*.sql"):
            assert not vendors.search(path.read_text()), path


def test_the_catalogue_and_the_facts_are_in_step(project):
    with (ROOT / "seeds" / "kpi_catalog.csv").open() as file:
        catalogue = list(csv.DictReader(file))
    headlines = [row for row in catalogue if row["is_headline"] == "true"]
    assert len(headlines) == len({row["kpi_id"] for row in catalogue}) == 37
    built = {row["model_name"] for row in catalogue if row["is_built"] == "true"}
    folders = (ROOT / "models" / "marts" / "kpis", ROOT / "models" / "reports")
    facts, reports = ({path.stem for path in folder.glob("*.sql")} for folder in folders)
    assert {name for name in built if name.startswith("fct_")} == facts
    assert built - facts <= reports
    pages = (ROOT / "models" / "docs" / "_kpi_pages__docs.md").read_text()
    for row in headlines:
        if row["is_built"] == "true":
            assert f"{{% docs kpi_{row['kpi_code']} %}}" in pages


def test_every_reason_is_registered():
    """A reason without a rule, or a rule for a reason that no model gives."""
    with (ROOT / "seeds" / "rejection_reasons.csv").open() as file:
        registered = {row["reason_code"] for row in csv.DictReader(file)}
    verdict = re.compile(
        r"case\n((?:(?!\bcase\b).)*?)\bend as (?:reason_code|rejection_reason)", re.S
    )
    used = set()
    for path in ROOT.glob("models/**/*.sql"):
        for cases in verdict.findall(path.read_text()):
            used |= set(re.findall(r"then\s+'([^']+)'", cases))
    assert used == registered


def test_the_repository_names_no_machine_and_no_registry():
    pattern = re.compile(r"/(home|root|tmp|work)/|https?://(pypi|files\.pythonhosted|registry)")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        if name.startswith("demo/raw/") or name.endswith((".png", "test_structure.py")):
            continue
        assert not pattern.search((ROOT / name).read_text()), name
