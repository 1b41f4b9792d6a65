"""The sample month: the files of September 2026 as six thousand events of a small GPU cloud would leave them, made by a seeded generator.

``generate.write_sample_month(folder)`` writes the same bytes on every machine. What does not belong here: how files land (``ingest.usage``,
``ingest.records``, ``ingest.stripe``) and what they must add up to (``tests/golden``).
"""
