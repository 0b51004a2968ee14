"""Every alarm leads to its page, and every command on a page is one that exists."""

import re
import shlex
from pathlib import Path

import botocore.session
import click
import pytest
from botocore import xform_name

from cli.main import earshot
from infra.packaging.places import ROOT, Places
from tests.support.translated import resources

RUNBOOKS = ROOT / "docs" / "runbooks"
PAGES = sorted(path for path in RUNBOOKS.glob("*.md") if path.name != "README.md")
# Somebody notices it who looks at the data: no figure tells.
WITHOUT_AN_ALARM = {RUNBOOKS / "restore.md"}
SECTIONS = ["## What it means", "## Look at first", "## Steps", "## It is over when"]
BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INNER = re.compile(r"\$\(([^()]*)\)")
# Options of the AWS command line itself, of every service.
OF_ALL = {"--query", "--output", "--max-items", "--cli-binary-format"}
MAKE_VARIABLES = {"STAGE", "SCHEDULES", "PARAMETERS"}


def commands(page: Path) -> list[list[str]]:
    """The words of each command in the page's blocks, also of those inside others."""
    found = []
    for block in BLOCK.finditer(page.read_text()):
        for line in block.group(2).splitlines():
            inner = INNER.findall(line)
            found += [
                shlex.split(command) for command in [*inner, INNER.sub("made", line)] if command.strip()
            ]
    return [words for words in found if words and words[0] in ("aws", "earshot", "make")]


def alarms(packaged: Places) -> dict[str, str]:
    """Each alarm's name without the stage, and what its description says."""
    found = resources(packaged.template, "AWS::CloudWatch::Alarm").values()
    return {
        one["AlarmName"]["Fn::Sub"].removeprefix("earshot-${Stage}"): one["AlarmDescription"]["Fn::Sub"]
        for one in found
    }


def test_every_alarm_names_its_page_and_the_page_names_the_alarm(packaged: Places) -> None:
    named = set()
    for alarm, description in alarms(packaged).items():
        (page,) = re.findall(r"What to do: \$\{RunbookBase\}/([a-z-]+\.md)$", description)
        text = (RUNBOOKS / page).read_text()
        assert f"{alarm}`" in text, f"{page} does not name …{alarm}"
        named.add(RUNBOOKS / page)
    assert named == set(PAGES) - WITHOUT_AN_ALARM


def test_by_default_alarms_name_pages_of_this_repository() -> None:
    base = re.search(r"RunbookBase:\n.*\n +Default: (\S+)", (ROOT / "infra" / "template.yaml").read_text())
    assert base
    assert ROOT / base.group(1) == RUNBOOKS


def test_the_index_lists_every_page() -> None:
    assert set(re.findall(r"\(([a-z-]+\.md)\)", (RUNBOOKS / "README.md").read_text())) == {
        page.name for page in PAGES
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_it_means_what_to_do_and_when_it_is_over(page: Path) -> None:
    text = page.read_text()
    assert re.findall(r"^## .*$", text, re.MULTILINE) == SECTIONS
    assert len(commands(page)) >= 2
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (RUNBOOKS / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, RUNBOOKS / "README.md"], ids=lambda page: page.stem)
def test_every_command_is_one_that_exists(page: Path) -> None:
    for words in commands(page):
        {"aws": _check_aws, "earshot": _check_earshot, "make": _check_make}[words[0]](words[1:])


def _check_aws(words: list[str]) -> None:
    """The service has the operation, and the operation each option."""
    service, operation, *rest = words
    session = botocore.session.get_session()
    model = session.get_service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation == "wait":
        waiters = session.create_client(service, region_name="eu-central-1").waiter_names
        assert rest[0].replace("-", "_") in waiters, words
        names |= {"wait": "DescribeTable"}
    shape = model.operation_model(names[operation]).input_shape
    known = {f"--{xform_name(name, '-')}" for name in shape.members} if shape else set()
    assert {word for word in rest if word.startswith("--")} <= known | OF_ALL, words


def _check_earshot(words: list[str]) -> None:
    """The command takes these arguments."""
    name, *rest = words
    context = click.Context(earshot)
    command = earshot.get_command(context, name)
    assert command is not None, name
    command.make_context(name, list(rest), parent=context)


def _check_make(words: list[str]) -> None:
    """The target is there, and so is each variable."""
    target, *variables = words
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for variable in variables:
        name = variable.partition("=")[0]
        assert name in MAKE_VARIABLES, variable
        assert f"$({name})" in makefile, variable
