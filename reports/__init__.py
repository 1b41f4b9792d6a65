"""What leaves the house: the static finance report. Everything here reads the surfaces as the finance role and writes files, never the database.

What does not belong here: sums that decide something. A number that matters is a column of a surface and has a gate; this folder shows it.
"""
