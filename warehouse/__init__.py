"""The database itself: the embedded server, connections, migrations, roles and the build with its posting transaction.

What does not belong here: reading files (``ingest``), rating (``models``), and anything that people look at (``reports``, ``orchestration``).
"""
