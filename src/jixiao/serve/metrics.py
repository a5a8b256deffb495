"""Figures of the service for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from jixiao.serve.pool import Pool

#: Upper bounds of the durations that are counted, in seconds.
_BUCKETS = tuple(thousandths / 1000 for thousandths in (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000))


class Metrics:
    """Counts and durations of requests by endpoint, projects, and the state of the workers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("endpoint", "status")
        self._requests = Counter("jixiao_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "jixiao_request_seconds", "Seconds from request to answer", ("endpoint",),
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._projects = Counter("jixiao_projects", "Projects read", ("endpoint",), registry=self._registry)
        gauges = {
            "jixiao_workers": "Workers that are ready",
            "jixiao_workers_replaced": "Workers that ended and were replaced",
            "jixiao_tasks_waiting": "Tasks that wait for a worker",
            "jixiao_requests_open": "Requests at work or waiting",
        }
        self._gauges = {name: Gauge(name, text, registry=self._registry) for name, text in gauges.items()}

    def count(self, endpoint: str, status: int, seconds: float, projects: int) -> None:
        """Count a request that was answered."""
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)
        if projects:
            self._projects.labels(endpoint).inc(projects)

    def text(self, pool: Pool, open_requests: int) -> bytes:
        """Return all figures in the text format."""
        values = {
            "jixiao_workers": sum(worker.greeting is not None for worker in pool.workers),
            "jixiao_workers_replaced": pool.replaced,
            "jixiao_tasks_waiting": pool.waiting,
            "jixiao_requests_open": open_requests,
        }
        for name, value in values.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)


__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]
