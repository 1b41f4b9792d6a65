"""Audited operator actions. ``submit`` asks for one; each family of actions has a module with its checks, listed in ``families``."""

from ingest.actions.families import NEEDING_APPROVAL
from ingest.actions.submit import submit_action

__all__ = ["NEEDING_APPROVAL", "submit_action"]
