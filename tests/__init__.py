"""Tests of everything, on real warehouses: dbt gates in `gates`, pytest beside them."""
