"""Which gauges there are: their names by Prometheus's conventions, what they say, and the one label that some have.

What does not belong here: reading the surfaces and writing the text (``expose``). No label ever names an account: labels are kept for good.
"""

from __future__ import annotations

PREFIX = "tallyhouse_"
# Column of stages.sql -> what it says. Each has the label `stage`.
OF_STAGES = {
    "backlog": "What the stage has in front of it, as operations.pipeline_health counts it.",
    "lag_seconds": "Seconds since the oldest of what waits has been waiting; 0 when nothing waits.",
    "last_success_timestamp_seconds": "When the stage last did its work, since 1970; absent while it never did.",
    "latest_data_timestamp_seconds": "Newest point in time the data of the stage reaches, since 1970; absent while there is none.",
    "oldest_unprocessed_timestamp_seconds": "Since when the oldest of what waits has been waiting, since 1970; absent when nothing waits.",
}
# Metric of counts.sql -> (its label or None, what it says).
OF_COUNTS = {
    "gates": ("status", "Gates of the newest build that has ended by what they said."),
    "gates_red": (None, "Gates of the newest build that has ended that are not green; above 0 nothing was posted."),
    "builds_newest": ("status", "1 for how the newest build that has ended did so."),
    "build_number": (None, "Number of the newest build that has ended."),
    "publication_build_number": (None, "Number of the build that readers see."),
    "publication_as_of_timestamp_seconds": (None, "as_of of the build that readers see, since 1970."),
    "accounts_parked": (None, "Accounts that stay as they were booked until a finding is settled."),
    "data_quality_expectations": ("status", "Expectations of the newest run of the data-quality suites by what was found."),
    "data_quality_holding": (None, "Expectations of that run that are critical and not met."),
    "outbox_events": ("state", "Events of the outbox by how far their delivery has come; pending and retrying are its backlog, dead was given up."),
    "outbox_oldest_undelivered_timestamp_seconds": (None, "When the oldest event happened that is still to be delivered, since 1970."),
}
