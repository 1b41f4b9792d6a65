"""Reference data: seeds that `tallyhouse up` loads. Nothing here can be run."""

from orchestration.manifest import read_manifest
from orchestration.translator import external_spec

MANIFEST = read_manifest()
reference_data = [external_spec(MANIFEST, key) for key, node in MANIFEST["nodes"].items() if node["resource_type"] == "seed"]
