"""What Prometheus may know: requests by route, their time, and what waits to be done."""

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

Gauges: TypeAlias = Callable[[], Mapping[str, tuple[str, float]]]
"""Figures read when they are asked for: name to what it means, and its value."""

TIMES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Set by `serve` where several processes answer: each counts in a file there, and any adds up."""


class Metrics:
    def __init__(self, gauges: Gauges) -> None:
        self._registry = CollectorRegistry()
        self._gauges = _Read(gauges)
        self._registry.register(self._gauges)
        self._requests = Counter(
            "opencities_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "opencities_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("route",),
            buckets=TIMES,
            registry=self._registry,
        )

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """The whole, in Prometheus's own format."""
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        everywhere = CollectorRegistry()
        MultiProcessCollector(everywhere)  # type: ignore[no-untyped-call]
        everywhere.register(self._gauges)
        return generate_latest(everywhere)


class _Read(Collector):
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing ahead: to describe them would read the database at start."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (meaning, value) in self._gauges().items():
            yield GaugeMetricFamily(f"opencities_{name}", meaning, value)
