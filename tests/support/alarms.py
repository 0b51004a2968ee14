"""CloudWatch's alarms as the template declares them, worked out from figures as CloudWatch does it.

The emulator has alarms, but mixes the dimensions of a metric, knows no single periods and no missing data.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html has the rules.
"""

import operator
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Dimensions = tuple[tuple[str, str], ...]
Metric = tuple[str, str, Dimensions]

COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Maximum": max,
    "Minimum": min,
    "Sum": sum,
    "SampleCount": len,
}


@dataclass
class Figures:
    """Data points of metrics: when, and how much."""

    points: dict[Metric, list[tuple[datetime, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, namespace: str, name: str, at: datetime, value: float, **dimensions: str) -> None:
        """One more."""
        self.points[namespace, name, tuple(sorted(dimensions.items()))].append((at, value))

    def add_embedded(self, line: Mapping[str, Any], at: datetime) -> None:
        """Those that a function has printed in CloudWatch's embedded format."""
        for told in line["_aws"]["CloudWatchMetrics"]:
            for names in told["Dimensions"]:
                dimensions = {name: str(line[name]) for name in names}
                for metric in told["Metrics"]:
                    for value in line[metric["Name"]]:
                        self.add(told["Namespace"], metric["Name"], at, value, **dimensions)


@dataclass(frozen=True)
class Alarm:
    """One alarm of a stage."""

    name: str
    metric: Metric
    statistic: str
    period: float
    periods: int
    threshold: float
    comparison: str
    missing: str

    def is_on(self, figures: Figures, now: datetime) -> bool:
        """Whether it is in state ALARM: all of its last periods breach its threshold."""
        aged = [((now - at).total_seconds(), value) for at, value in figures.points[self.metric]]
        for number in range(self.periods):
            begin, end = number * self.period, (number + 1) * self.period
            found = [value for age, value in aged if begin <= age < end]
            if not self._breaches(found):
                return False
        return True

    def _breaches(self, found: Sequence[float]) -> bool:
        if not found:
            return {"breaching": True, "notBreaching": False}[self.missing]
        return COMPARE[self.comparison](STATISTICS[self.statistic](found), self.threshold)


def alarms_of(template: Mapping[str, Any], stage: str) -> dict[str, Alarm]:
    """Every alarm that the template declares, by its name without the stage's own."""
    resources = template["Resources"]
    told = Told(resources, stage)
    found = {}
    for resource in resources.values():
        if resource.get("Type") == "AWS::CloudWatch::Alarm":
            alarm = _alarm(resource["Properties"], told)
            found[alarm.name.removeprefix(f"earshot-{stage}-")] = alarm
    return found


@dataclass(frozen=True)
class Told:
    """What a template's functions say, as far as alarms use them."""

    resources: Mapping[str, Any]
    stage: str

    def text(self, value: Any) -> str:
        """The text that stands there once it is deployed."""
        if not isinstance(value, dict):
            return str(value)
        ((function, given),) = value.items()
        if function == "Fn::Sub":
            return re.sub(r"\$\{Stage\}", self.stage, given)
        if function == "Fn::GetAtt":
            resource, attribute = given if isinstance(given, list) else given.split(".")
            return self.text(self.resources[resource]["Properties"][attribute])
        assert function == "Ref", value
        return (
            self.stage if given == "Stage" else self.text(self.resources[given]["Properties"]["FunctionName"])
        )


def _alarm(properties: Mapping[str, Any], told: Told) -> Alarm:
    dimensions = {told.text(one["Name"]): told.text(one["Value"]) for one in properties["Dimensions"]}
    return Alarm(
        name=told.text(properties["AlarmName"]),
        metric=(properties["Namespace"], properties["MetricName"], tuple(sorted(dimensions.items()))),
        statistic=properties["Statistic"],
        period=float(properties["Period"]),
        periods=int(properties["EvaluationPeriods"]),
        threshold=float(properties["Threshold"]),
        comparison=properties["ComparisonOperator"],
        missing=properties["TreatMissingData"],
    )
