"""The data dictionary: every surface with its columns, types and meanings, as one page made from the yml beside the models.

``make dictionary`` writes it, and a test holds the page to the yml. What does not belong here: a word about any column (the yml has them all).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from warehouse.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "data_dictionary.md"
SURFACES = PROJECT_ROOT / "models" / "surfaces"
SCHEMAS = ("billing", "finance", "operations", "analytics")
SHARED_TEXT = re.compile(r"\{% docs (\w+) %\}\s*(.*?)\s*\{% enddocs %\}", re.DOTALL)
BEGIN = """# Data dictionary

What people and programs read: every surface, one schema per audience, and every column with its type and meaning. Names hold still; columns are
only added. `make dictionary` makes this page from the yml beside the models. Who may read which schema stands in `seeds/role_matrix.csv`; through
every surface a reader sees the rows of its own accounts only.
"""


def surfaces() -> list[dict[str, Any]]:
    """Every surface as its yml describes it, in the order of schema and name; building blocks are left out."""
    found = []
    for path in SURFACES.rglob("*.yml"):
        for model in (yaml.safe_load(path.read_text("utf-8")) or {}).get("models", []):
            if model["config"].get("materialized") != "ephemeral":
                found.append(model)
    return sorted(found, key=lambda model: (SCHEMAS.index(model["config"]["schema"]), model["name"]))


def page() -> str:
    """The whole page."""
    shared = dict(SHARED_TEXT.findall((PROJECT_ROOT / "models" / "docs.md").read_text("utf-8")))
    parts = [BEGIN]
    for schema in SCHEMAS:
        of_schema = [model for model in surfaces() if model["config"]["schema"] == schema]
        parts.append(f"\n## {schema}\n")
        parts += [_section(schema, model, shared) for model in of_schema]
    return "\n".join(parts)


def _section(schema: str, model: dict[str, Any], shared: dict[str, str]) -> str:
    rows = "\n".join(f"| `{column['name']}` | {column['data_type']} | {_one_line(column['description'], shared)} |" for column in model["columns"])
    return f"### {schema}.{model['name']}\n\n{_one_line(model['description'], shared)}\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


def _one_line(text: str, shared: dict[str, str]) -> str:
    """A description without line breaks and column bars, text that several models share in its place."""
    told = re.sub(r"\{\{\s*doc\(['\"](\w+)['\"]\)\s*\}\}", lambda found: shared[found[1]], text)
    return " ".join(told.split()).replace("|", "\\|")


def write(path: Path = PAGE) -> Path:
    """Write the page."""
    path.write_text(page(), "utf-8")
    return path


if __name__ == "__main__":
    print(f"{len(surfaces())} surfaces are in {write()}")
