"""What stands between a change and a billing release: `tallyhouse release-check`, the results of the last release, and what was approved since.

``months`` holds golden months by hand, ``released`` what the last release made of all of them, ``earlier`` a database that an earlier version
left, ``approved_differences.csv`` who answers for which difference. What does not belong here: the gates themselves (``models``, ``tests/gates``)
and a warehouse that anybody uses: everything here is built on a server of its own, which is gone afterwards.
"""
