"""The rules of FOCUS as ``tests/gates`` states them, read over the surfaces or over rows that a test has changed.

What does not belong here: the rules.
"""

from __future__ import annotations

import re

import psycopg

from warehouse.settings import PROJECT_ROOT


def rules(gate: str, instead_of_surfaces: str | None = None) -> str:
    """SQL of a gate over the surfaces, or over the one relation that stands for them."""
    text = (PROJECT_ROOT / "tests" / "gates" / f"{gate}.sql").read_text()
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", instead_of_surfaces or r"analytics.\1", text)


def rule_names() -> set[str]:
    """Every rule that the gate states."""
    text = rules("assert_focus_rules_hold")
    return {*re.findall(r"then '([^']+)'\s+end", text), *re.findall(r"'([^']+)' as rule", text)}


def broken_rules(connection: psycopg.Connection, relation: str | None = None) -> set[str]:
    """Rules of FOCUS that a row of the relation breaks, of the surface by default."""
    return {rule for rule, _ in connection.execute(rules("assert_focus_rules_hold", relation)).fetchall()}


def what_does_not_add_up(connection: psycopg.Connection) -> list[tuple]:
    """Documents, and periods of resellers, that the FOCUS surfaces do not come to."""
    return connection.execute(rules("assert_focus_adds_up")).fetchall()
