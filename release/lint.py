"""Lint before a release, in processes beside the builds: the same programs and folders as `make lint`. What is not installed is skipped, aloud."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from release.judgement import Refused, Skipped
from warehouse.settings import PROJECT_ROOT

LINTERS = {
    "ruff": (("ruff", "check", "."), ("ruff", "format", "--check", ".")),
    "sqlfluff": (("sqlfluff", "lint", "--processes", "1", "--disable-progress-bar", "models", "tests/gates"),),
}


@dataclass
class RunningLint:
    """One program, started for each of its commands; ``finish`` waits. A program that is missing has no processes."""

    program: str
    processes: list[tuple[subprocess.Popen[bytes], IO[bytes]]]

    def finish(self) -> str:
        """What it found. Raises Refused with its first complaint, Skipped where it is not installed."""
        if not self.processes:
            raise Skipped(f"{self.program} is not installed here: it runs with what `make setup` installs.")
        for process, output in self.processes:
            code = process.wait()
            output.seek(0)
            said = output.read().decode(errors="replace").split("\n")
            output.close()
            if code:
                words = " ".join(map(str, process.args[1:3] if isinstance(process.args, list) else ()))
                raise Refused(f"{self.program} {words} complains: {' '.join(' '.join(said).split())[:300]} Run `make fmt`, then `make lint`.")
        return f"{self.program} has nothing to say."

    def stop(self) -> None:
        """End what still runs."""
        for process, _ in self.processes:
            if process.poll() is None:
                process.kill()


def start_lint(root: Path = PROJECT_ROOT) -> list[RunningLint]:
    """Start every linter that is installed beside this Python."""
    running = []
    for program, commands in LINTERS.items():
        path = Path(sys.executable).parent / program
        found = []
        for command in commands if path.exists() else ():
            output = tempfile.TemporaryFile()
            found.append((subprocess.Popen([str(path), *command[1:]], cwd=root, stdin=subprocess.DEVNULL, stdout=output, stderr=output), output))
        running.append(RunningLint(program, found))
    return running
