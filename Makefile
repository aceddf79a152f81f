# Needs python3 and a package registry; everything else is installed into .venv.
VENV := .venv
BIN := $(VENV)/bin
SPARK_VENV := .venv-spark
export DO_NOT_TRACK := 1

.PHONY: build publish query metrics report superset digest erase retention test test-spark lint docs demo match-weights bench bench-increment lock clean

build: $(VENV)/ready
	@$(BIN)/python -m scripts.build

# builds, checks, and swaps what BI reads
publish: $(VENV)/ready
	@$(BIN)/python -m scripts.publish

# after make publish: asks the semantic layer, as in make metrics ASK="--metrics nps --group-by metric_time__quarter"
metrics: $(VENV)/ready
	@CX_TARGET=reader $(BIN)/mf query $(ASK)

# after make publish: Apache Superset on this machine, with our dashboard; installs 800 MB the first time
superset: $(VENV)/ready
	@$(BIN)/python -m scripts.superset

test: $(VENV)/ready
	@$(BIN)/python -m pytest

lint: $(VENV)/ready
	@mkdir -p target
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@CX_DATABASE=target/lint.duckdb $(BIN)/sqlfluff lint models tests analyses > target/sqlfluff.log 2>&1 \
		|| (grep -v "Skipped file" target/sqlfluff.log; exit 1)

# a person asked to be forgotten: make erase CUSTOMER=<customer_id> REQUEST=<number>, then make publish
erase: $(VENV)/ready
	@$(BIN)/python -m scripts.erase --customer $(CUSTOMER) --request $(REQUEST) $(if $(REQUESTED_ON),--requested-on $(REQUESTED_ON))

# after a build: what calls for action, and who is asked, as a page that can be mailed
digest: $(VENV)/ready
	@$(BIN)/python -m scripts.digest

# after a publication: the pages that people read, a folder a role
report: $(VENV)/ready
	@$(BIN)/python -m report_site.site

# forgets whose time is over by seeds/retention_policy.csv; then make publish
retention: $(VENV)/ready
	@$(BIN)/python -m scripts.erase --overdue

# after a build: answers a query as a table: make query SQL="select ..."
query: $(VENV)/ready
	@$(BIN)/python -m scripts.query "$$SQL"

# builds first where there is no warehouse; writes the docs, with the values of the KPIs on their home
docs: $(VENV)/ready
	@test -f $${CX_DATABASE:-warehouse/cx.duckdb} || $(BIN)/dbt --quiet build
	@$(BIN)/python -m scripts.docs

# writes demo/raw and demo/truth anew; the same bytes each time
demo: $(VENV)/ready
	@$(BIN)/python -m demo.generate

# after a build: estimates the match weights from its records; changes nothing
match-weights: $(VENV)/ready
	@$(BIN)/python -m scripts.estimate_match_weights

# builds the demo company on DuckDB and on Apache Spark and compares every table; needs Java 17.
# With SIZE=S it takes the raw data of the benchmarks instead
test-spark: $(SPARK_VENV)/ready
	@$(SPARK_VENV)/bin/python -m tests.spark.build $(SIZE)

# times the build beside a hand-written script and the scan, makes the raw data first; S, M, L or a number of tickets
bench bench-increment: SIZE := S
bench: RUNS := 3
bench: $(VENV)/ready
	@$(BIN)/python -m benchmarks.harness $(SIZE) $(RUNS)

# after make bench: what a build of the same size costs when nothing, or little, was loaded since the last
bench-increment: $(VENV)/ready
	@$(BIN)/python -m benchmarks.harness $(SIZE) --increment

# after a change of pyproject.toml
lock: $(VENV)/ready
	@$(BIN)/uv lock
	@$(BIN)/uv export --group dev --no-header --no-annotate --quiet --output-file requirements.lock
	@$(BIN)/uv export --all-groups --no-header --no-annotate --quiet --output-file requirements-spark.lock

clean:
	rm -rf target logs warehouse/*.duckdb* .pytest_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements.lock
$(SPARK_VENV)/ready: requirements-spark.lock
$(VENV)/ready $(SPARK_VENV)/ready:
	@test -x $(@D)/bin/python || python3 -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(@D)/bin/uv pip install --quiet --compile-bytecode --python $(@D)/bin/python --no-deps --require-hashes --requirement $<
	@touch $@
