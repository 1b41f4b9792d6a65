"""Every test here may use the sample month that was built once."""

from tests.built_sample_month import built_month

__all__ = ["built_month"]
