"""What dbt plans and tests; a run over a part of it never posts."""
