"""One wrong thing in a file gives one line that names file, line and what to do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from chalicelib.adapters.files.yaml_file import YamlFile, read_yaml
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import Value


class Pot(Value):
    size: int
    lid: bool = False


class Kitchen(Value):
    name: str
    pots: tuple[Pot, ...] = ()
    shelves: dict[str, Pot] = Field(default_factory=dict)


GOOD = """\
name: Oak Street
pots:
  - size: 2
    lid: true
shelves:
  top:
    size: 4
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    kitchen = read_yaml(_file(tmp_path, GOOD), Kitchen)
    assert kitchen == Kitchen(name="Oak Street", pots=(Pot(size=2, lid=True),), shelves={"top": Pot(size=4)})


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD + "colour: red\n", 8, "unknown key 'colour'; known keys are name, pots, shelves"),
        (GOOD + "nmae: x\n", 8, "unknown key 'nmae'; did you mean 'name'?"),
        (GOOD.replace("lid:", "lidd:"), 4, "unknown key 'lidd' in 'pots.0'; did you mean 'lid'?"),
        (GOOD + "    sise: 1\n", 8, "unknown key 'sise' in 'shelves.top'; did you mean 'size'?"),
        ("pots: []\n", 1, "the key 'name' is missing; add it"),
        (GOOD.replace("size: 2\n    lid", "lid"), 3, "the key 'size' is missing in 'pots.0'; add it"),
        (GOOD.replace("2", "many"), 3, "'pots.0.size': input should be a valid integer"),
        (GOOD.replace("2", "many"), 3, "not 'many'"),
        (GOOD + "name: again\n", 8, "the key 'name' is given twice (first in line 1); keep one"),
        ("name: [unclosed\n", 2, "not valid YAML"),
        ("name: 'x\n", 2, "not valid YAML"),
        ("name: x\n\tpots: []\n", 2, "not valid YAML"),
        ("- name: x\n", 1, "must be a list of 'key: value' pairs"),
        ("just words\n", 1, "must be a list of 'key: value' pairs"),
        ("", 1, "the file is empty"),
        ("name: x\n---\nname: y\n", 2, "not valid YAML"),
        ("name: !!python/object:os.system x\n", 1, "not valid YAML"),
        ("name: x\npots: \x07\n", 2, "U+0007"),
        ("name: *nobody\n", 1, "not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(BadInputError) as wrong:
        read_yaml(path, Kitchen)
    message = str(wrong.value)
    assert message.startswith(f"{path}:{line}: ")
    assert says in message
    assert "\n" not in message


def test_an_impossible_date_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="put it in quotes"):
        read_yaml(_file(tmp_path, "name: 2026-02-31\n"), Kitchen)


def test_several_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="and 2 more problems"):
        read_yaml(_file(tmp_path, "a: 1\nb: 2\n"), Kitchen)


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="there is no such file"):
        read_yaml(tmp_path / "none.yaml", Kitchen)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="cannot be read"):
        read_yaml(tmp_path, Kitchen)


def test_another_encoding_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.yaml"
    path.write_bytes("name: x\n# Küche\n".encode("latin-1"))
    with pytest.raises(BadInputError, match=":2: this is not UTF-8"):
        read_yaml(path, Kitchen)


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: x\n")
    assert read_yaml(path, Kitchen).name == "x"


def test_endless_nesting_and_aliases_are_refused_quickly(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="nested too deeply"):
        read_yaml(_file(tmp_path, "name: " + "[" * 5000), Kitchen)
    laughs = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1},*a{n - 1}]\n" for n in range(1, 40))
    with pytest.raises(BadInputError, match="unknown key"):
        read_yaml(_file(tmp_path, "name: x\n" + laughs), Kitchen)


def test_a_line_is_found_by_what_it_says(tmp_path: Path) -> None:
    file = YamlFile(_file(tmp_path, "name: >-\n  one\n  two {three}\n"))
    assert file.line_saying("{three}", ("name",)) == 3
    assert file.line_saying("{absent}", ("name",)) == 1


@given(text=st.text(max_size=200))
def test_any_text_gives_a_value_or_one_clear_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = _file(tmp_path_factory.mktemp("any"), text)
    said = ""
    try:
        read_yaml(path, Kitchen)
    except BadInputError as wrong:
        said = str(wrong)
    assert said == "" or (said.startswith(f"{path}:") and "\n" not in said)


def _file(folder: Path, text: str) -> Path:
    path = folder / "kitchen.yaml"
    path.write_bytes(text.encode(errors="replace"))
    return path
