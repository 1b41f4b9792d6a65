"""Data quality: what arrived and what was booked against its own history, judged by Great Expectations in a process of its own.

What SQL says better is a gate of the build or a test of dbt; what stands here compares with what is usual.
"""

from warehouse.quality.check import QualityReport, check_quality
from warehouse.quality.suites import SUITES, Expectation, expected_names

__all__ = ["SUITES", "Expectation", "QualityReport", "check_quality", "expected_names"]
