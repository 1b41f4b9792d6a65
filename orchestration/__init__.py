"""Dagster over the warehouse: it schedules and shows, and decides nothing about money.

Everything it runs goes through the functions that the command line calls. What does not belong here: SQL that prices, plans or posts (``models``,
``warehouse``), and reading files (``ingest``).
"""
