"""The chain behind one identifier: its parts as surfaces have them (``chain``), and the arithmetic in words (``words``)."""
