"""One module a vendor: `tables(history)` writes a History as the vendor's connector lands it."""

import importlib

from demo.history import History

VENDORS = (
    "salesforce hubspot dynamics zendesk freshdesk servicenow intercom "
    "qualtrics surveymonkey typeform"
).split()


def tables(vendor: str, history: History) -> dict[str, list[dict]]:
    """Return raw table name -> rows. Every row of a table has the same columns; None is null."""
    return importlib.import_module(f"demo.layouts.{vendor}").tables(history)
