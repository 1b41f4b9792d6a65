"""The rules of the house that a machine can check: sizes, names, layers, and nothing of any one machine in a file."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from warehouse.settings import PROJECT_ROOT

LAYERS = ("warehouse", "ingest", "reports", "release", "orchestration", "tallyhouse")
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "misc"}
LINES_OF_PYTHON, LINES_OF_SQL = 250, 120
# Built in pieces, so that this file does not find itself.
NOT_TO_COMMIT = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:wo" + r"rk/(?:main|shared)|ro" + r"ot/|home/\w+/|Users/\w+/|opt/(?:py" + r"pi|wheels))"),
    "an index address": re.compile(r"index-" + r"url|find-" + r"links\s*=|https?://[^\s\"']+/sim" + r"ple(?:/|\b)"),
    "a conflict marker": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}


def project_files(*suffixes: str) -> list[Path]:
    """Files that git tracks or would track, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    return [path for path in paths if (PROJECT_ROOT / path).is_file() and (not suffixes or path.suffix in suffixes)]


def line_count(path: Path) -> int:
    return (PROJECT_ROOT / path).read_bytes().count(b"\n")


def test_no_python_file_is_too_long_to_be_read_at_once() -> None:
    assert [f"{path}: {line_count(path)} lines" for path in project_files(".py") if line_count(path) > LINES_OF_PYTHON] == []


def test_no_model_is_too_long_to_be_read_at_once() -> None:
    models = [path for path in project_files(".sql") if path.parts[0] in ("models", "macros")]
    assert [f"{path}: {line_count(path)} lines" for path in models if line_count(path) > LINES_OF_SQL] == []


def test_every_model_is_described_beside_itself() -> None:
    models = [path for path in project_files(".sql") if path.parts[0] == "models"]
    assert [str(path) for path in models if not (PROJECT_ROOT / path.with_suffix(".yml")).exists()] == []


def test_no_name_says_nothing() -> None:
    named = [path for path in project_files() if {part.removesuffix(".py") for part in path.parts} & FORBIDDEN_NAMES]
    assert named == []


def test_every_python_module_says_what_it_is_for() -> None:
    packages = [path for path in project_files(".py") if path.parts[0] in LAYERS]
    assert [str(path) for path in packages if not ast.get_docstring(ast.parse((PROJECT_ROOT / path).read_text()))] == []


@pytest.mark.parametrize("what", NOT_TO_COMMIT)
def test_no_file_carries(what: str) -> None:
    found = []
    for path in project_files():
        content = (PROJECT_ROOT / path).read_bytes()
        if b"\0" in content:
            continue
        match = NOT_TO_COMMIT[what].search(content.decode("utf-8", errors="replace"))
        if match:
            found.append(f"{path}: {match[0]}")
    assert found == []


def test_every_link_within_the_project_leads_somewhere() -> None:
    linked = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
    pages = project_files(".md")
    broken = [
        f"{page}: {target}"
        for page in pages
        for target in linked.findall((PROJECT_ROOT / page).read_text())
        if not (PROJECT_ROOT / page.parent / target).exists()
    ]
    assert broken == [] and Path("README.md") in pages


def test_no_sql_of_the_models_reads_a_clock_or_a_float() -> None:
    clocks_and_floats = re.compile(r"\bnow\(\)|current_(?:date|timestamp)|clock_timestamp|::\s*(?:float|real|double)|double precision", re.IGNORECASE)
    models = [path for path in project_files(".sql") if path.parts[0] in ("models", "macros") and "surfaces" not in path.parts]
    assert [str(path) for path in models if clocks_and_floats.search((PROJECT_ROOT / path).read_text())] == []


def test_no_model_copies_a_table_that_grows() -> None:
    # Postgres keeps a copy of a CTE that is read twice: of raw and book that would be all of history, in each build and for each reader.
    imported = re.compile(
        r"^(?:with )?(\w+) as \(\s+select \*\s+from \{\{ (?:source\('(?:raw|book)', '\w+'\)"
        r"|ref\('stg_(?:usage__events(?:_landed)?|book__(?:rated_lines|ledger_entries|posting_groups))'\)) \}\}",
        re.MULTILINE,
    )
    copied = []
    for path in project_files(".sql"):
        text = (PROJECT_ROOT / path).read_text() if path.parts[0] == "models" else ""
        for name in imported.findall(text):
            if len(re.findall(rf"(?<!distinct )\b(?:from|join) {name}\b(?!\.)", text)) > 1:
                copied.append(f"{path}: {name} as not materialized")
    assert copied == []


def imported_layers(path: Path) -> set[str]:
    """Top-level folders of the project that a module imports, at any depth of its code."""
    layers = set()
    for node in ast.walk(ast.parse((PROJECT_ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom):
            layers.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            layers |= {name.name.split(".")[0] for name in node.names}
    return layers & set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_folder_never_imports_from_one_further_down(layer: str) -> None:
    further_down = set(LAYERS[LAYERS.index(layer) + 1 :])
    modules = [path for path in project_files(".py") if path.parts[0] == layer]
    assert [f"{path} imports {name}" for path in modules for name in sorted(imported_layers(path) & further_down)] == []


def test_the_lock_has_a_hash_for_every_package_and_no_address() -> None:
    lock = (PROJECT_ROOT / "requirements.txt").read_text()
    requirements = [block for block in re.split(r"\n(?=[a-z0-9])", lock) if re.match(r"[a-z0-9]", block)]
    assert len(requirements) > 100
    assert [block.splitlines()[0] for block in requirements if "--hash=sha256:" not in block or "==" not in block.splitlines()[0]] == []
    assert re.search(r"://|^--|@ ", lock, re.MULTILINE) is None
