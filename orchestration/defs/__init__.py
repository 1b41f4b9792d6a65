"""Definitions by concept: raw (what arrives), reference, plan (what dbt plans and tests), book (the one asset that posts), surfaces."""
