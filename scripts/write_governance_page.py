"""Writes the page of the governance rules in the docs from the seed `governance_rules`.

python -m scripts.write_governance_page
"""

from pathlib import Path

from expectations.results import Rule, load_rules
from scripts.project import ROOT

PAGE = ROOT / "models" / "docs" / "_governance_page__docs.md"


def render(rules: dict[str, Rule]) -> str:
    """Compose the page: a section a rule.

    Args:
        rules: the rules in words, by rule id.
    """
    sections = [
        f"### {rule.rule_id}\n\n"
        f"{rule.statement}\n\n"
        f"- Source: {rule.source_quote.removeprefix('- ')} [{rule.source_document}]\n"
        f"- Severity: {rule.severity}\n"
        f"- Owner: {rule.owner}\n"
        f"- What becomes of offenders: {rule.offenders}\n"
        f"- Checked in: `{rule.checked_in}`\n"
        for rule in rules.values()
    ]
    return (
        "{% docs governance_rules_page %}\n"
        "One row per governance rule that is checked: the rule in words, where it comes from, who "
        "answers for it, what becomes of offenders, and which file checks it.\n\n"
        "Every build checks them all. A critical failure stops the publication; a warning stands "
        "beside the KPI that it touches (`governance.fct_kpi_warnings`). How the last run went is "
        "on the quality page (`target/quality.html`), every run in "
        "`governance.fct_governance_checks`.\n\n" + "\n".join(sections) + "{% enddocs %}\n"
    )


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(render(load_rules()), encoding="utf-8")


if __name__ == "__main__":
    main()
