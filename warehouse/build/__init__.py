"""The build: take in, plan, audit, post and publish, in this order and under one lock."""

from warehouse.build.report import BuildReport, GateResult
from warehouse.build.runner import run_build

__all__ = ["BuildReport", "GateResult", "run_build"]
