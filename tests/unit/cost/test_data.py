"""The data that costs and limits are worked out from is what the code and the template have."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.files.cost_files import read_assumptions, read_limits
from chalicelib.adapters.secrets.keyring import REMEMBERED_SECONDS
from chalicelib.cost.measured import Function
from chalicelib.entrypoints.sweep import MOST_HINTS
from chalicelib.listen.room import MOST_PAGES, PAGE_SIZE
from sandbox.network import limits as sandbox

ROOT = Path(__file__).parents[3]
RESOURCE_OF = {
    Function.PAGES: "APIHandler",
    Function.LISTEN: "Listen",
    Function.SWEEP: "Sweep",
    Function.TRIAGE: "Triage",
    Function.DRAFT: "Draft",
    Function.PUBLISH: "Publish",
}


class _Template(yaml.SafeLoader):
    """CloudFormation's short forms, as the text that they hold."""


def _short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Template.add_multi_constructor("!", _short_form)


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """The template that is merged into Chalice's."""
    found: dict[str, Any] = yaml.load((ROOT / "infra" / "template.yaml").read_text(), _Template)
    return found


def of_type(template: dict[str, Any], kind: str) -> int:
    return sum(one.get("Type") == kind for one in template["Resources"].values())


def test_what_stands_in_the_account_is_what_the_template_puts_there(template: dict[str, Any]) -> None:
    deployment = read_assumptions().deployment
    assert deployment.alarms == of_type(template, "AWS::CloudWatch::Alarm")
    assert deployment.dashboards == of_type(template, "AWS::CloudWatch::Dashboard")
    # Each queue has another one for its dead letters, which nobody polls.
    assert deployment.queues * 2 == of_type(template, "AWS::SQS::Queue")


def test_functions_have_the_memory_that_is_paid_for(template: dict[str, Any]) -> None:
    deployed = {
        function: template["Resources"][name]["Properties"]["MemorySize"]
        for function, name in RESOURCE_OF.items()
    }
    assert read_assumptions().deployment.memory_mb == deployed


def test_so_much_is_done_at_once_as_is_deployed(template: dict[str, Any]) -> None:
    own = read_limits().earshot
    told = [template["Parameters"][f"{name}Concurrency"]["Default"] for name in ("Triage", "Draft")]
    assert [own.triaged_at_once, own.drafted_at_once] == told


def test_secrets_are_read_as_often_as_they_are_forgotten() -> None:
    always_awake = 2
    pages = 1
    an_hour = 3_600 / REMEMBERED_SECONDS
    assert read_assumptions().deployment.secret_reads_an_hour == (always_awake + pages) * an_hour


def test_earshots_own_limits_are_those_of_the_code() -> None:
    own = read_limits().earshot
    assert own.pages_a_run == MOST_PAGES
    assert own.hints_a_sweep == MOST_HINTS
    assert own.work_shards == keys.SHARDS


def test_xs_limits_are_those_of_the_sandbox_network() -> None:
    x = read_limits().x
    assert x.page == PAGE_SIZE
    assert x.search_requests == sandbox.PER_APP["search"]
    assert x.mentions_requests == sandbox.PER_USER["mentions"]
    assert x.posts == sandbox.PER_USER["create"]
    assert x.posts_a_day == sandbox.CREATE_PER_DAY


def test_consoles_ask_as_often_as_the_pages_say() -> None:
    consoles = read_assumptions().consoles
    templates = ROOT / "chalicelib" / "console" / "templates"
    assert f'hx-trigger="every {consoles.list_seconds}s,' in (templates / "list.html").read_text()
    view = (ROOT / "chalicelib" / "console" / "views" / "status_view.py").read_text()
    assert f'else "{consoles.case_seconds}s"' in view
