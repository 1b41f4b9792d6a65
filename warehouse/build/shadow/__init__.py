"""Shadow rating: past usage with candidate prices, by the same models, beside what the book has. Nothing is posted."""

from warehouse.build.shadow.report import shadow_report
from warehouse.build.shadow.run import MOST_SCENARIOS, Scenario, run_shadow

__all__ = ["MOST_SCENARIOS", "Scenario", "run_shadow", "shadow_report"]
