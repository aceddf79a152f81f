"""Governance rules as Great Expectations suites, their runner, and the quality page."""
