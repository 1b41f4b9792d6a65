"""Issued documents as files: evidence as JSON, the paper as HTML and PDF, the e-invoice as XML. What does not belong here: any sum of money."""
