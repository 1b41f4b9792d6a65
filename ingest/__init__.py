"""From files, the Stripe API and webhooks into ``raw``: adapters, validation, quarantine, one transaction per file.

What does not belong here: rating, prices, money in the book (``models``), and reading back what was landed (surfaces).
"""
