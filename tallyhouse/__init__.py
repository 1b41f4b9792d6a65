"""The command line, nothing else: it reads arguments, calls one function of the folders above, and prints what came back.

What does not belong here: anything that decides about money, opens a file of a user, or writes to the warehouse by itself.
"""
