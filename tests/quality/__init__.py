"""Data quality: what the suites expect, and that each of them can be red."""
