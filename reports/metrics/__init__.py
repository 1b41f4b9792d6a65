"""Metrics for a monitoring system: what ``operations`` tells, in Prometheus's text form. Reads surfaces only, and names no account."""

from reports.metrics.expose import metrics_text, serve_metrics, write_metrics

__all__ = ["metrics_text", "serve_metrics", "write_metrics"]
