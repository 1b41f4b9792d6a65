"""The publication: the whole build as one asset, the tables it writes, and when it runs."""
