"""What ships with the code and is reviewed there: shown for its lineage, loaded by `tallyhouse up`."""
