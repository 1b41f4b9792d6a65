"""Every test here may use the sample month that was built once."""

from tests.built_sample_month import month_built_by_dbt

__all__ = ["month_built_by_dbt"]
