"""What other programs read: the journal for bookkeeping programs, and the head of the hash chain as an anchor to keep outside."""
