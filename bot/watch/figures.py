"""The figures as Prometheus reads them: what was counted since the start, and what waits in the database now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.counts import BOUNDS, Counts, Spread
from bot.storage.backlog import Backlog

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_OF_PROCESS = CollectorRegistry()
ProcessCollector(registry=_OF_PROCESS)


def text(counts: Counts, backlog: Backlog | None, *, ready: bool, leads: bool) -> bytes:
    """All figures. Without a backlog (the database does not answer) those that it would tell are left out."""
    registry = CollectorRegistry()
    registry.register(_Given([*_state(backlog, ready=ready, leads=leads), *_counted(counts), *_waiting(backlog)]))
    return generate_latest(registry) + generate_latest(_OF_PROCESS)


class _Given(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _state(backlog: Backlog | None, *, ready: bool, leads: bool) -> Iterator[Metric]:
    yield GaugeMetricFamily("palabre_ready", "1 while the bot serves people, as /readyz says", value=ready)
    yield GaugeMetricFamily("palabre_leads", "1 in the one process that handles updates and sends", value=leads)
    up = backlog is not None
    yield GaugeMetricFamily("palabre_database_up", "1 when the database has answered just now", value=up)


def _counted(counts: Counts) -> Iterator[Metric]:
    yield _counter("updates", "New updates from Telegram, stored; a tap is one", "kind", counts.updates)
    yield CounterMetricFamily("palabre_updates_again", "Updates that had come before; harmless", value=counts.again)
    yield _histogram(counts.handling)
    yield CounterMetricFamily("palabre_failures", "Times that handling an update failed", value=counts.failures)
    yield CounterMetricFamily("palabre_parked", "Updates given up after three failures", value=counts.parked)
    yield _counter("calls", "Calls to Telegram that it carried out", "method", counts.calls)
    yield _counter("refusals", "Calls to Telegram that were refused, or did not get through", "kind", counts.refusals)
    yield _counter("turned_away", "Posts to the webhook that were not taken", "status", counts.turned_away)


def _waiting(backlog: Backlog | None) -> Iterator[Metric]:
    if backlog is None:
        return
    yield GaugeMetricFamily("palabre_updates_waiting", "Updates stored and not handled yet", value=backlog.updates)
    yield _gauge("outbox_letters", "Letters that have not arrived; failed ones never will", backlog.letters)
    overdue = "How long the letter that is due longest has been due"
    yield GaugeMetricFamily("palabre_outbox_overdue_seconds", overdue, value=backlog.overdue)
    yield _gauge("rounds", "Rounds that are proposed or open", backlog.rounds)


def _counter(name: str, about: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"palabre_{name}", about, labels=[label])
    for value, many in sorted(values.items()):
        family.add_metric([value], many)
    return family


def _gauge(name: str, about: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"palabre_{name}", about, labels=["state"])
    for value, many in sorted(values.items()):
        family.add_metric([value], many)
    return family


def _histogram(spread: Spread) -> Metric:
    about = "From storing an update to its being handled: waiting in its lane, and the commit"
    upto = [*(str(bound) for bound in BOUNDS), "+Inf"]
    buckets = list(zip(upto, accumulate(spread.places), strict=True))
    return HistogramMetricFamily("palabre_handling_seconds", about, buckets=buckets, sum_value=spread.total)
