"""Data quality: what arrived, judged before it is posted."""
