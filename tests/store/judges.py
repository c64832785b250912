"""Other readers of YAML, as judges of ours: every scalar is the text it is."""

from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as RuamelError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from pcbsales.store.text.plain_yaml import read_plain
from pcbsales.store.text.strict_yaml import StrictYamlError, read

_STR = Tag(suffix="tag:yaml.org,2002:str")


class _PlainText(VersionedResolver):
    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return _STR if kind is ScalarNode else super().resolve(kind, value, implicit)


def ours(text: str) -> Any:
    """What we read, or the name of the rule by which we refuse."""
    try:
        return read(text.encode("utf-8")).data
    except StrictYamlError as refused:
        return refused.rule


def ruamel(text: str) -> Any:
    """What ruamel's pure YAML 1.2 reader makes of *text*, or its complaint."""
    reader = YAML(typ="safe", pure=True)
    reader.Resolver = _PlainText
    try:
        return _data(reader.compose(text), (MappingNode, SequenceNode))
    except RuamelError as error:
        return f"ruamel: {error}"


def pyyaml(text: str) -> Any:
    """What PyYAML's own YAML 1.1 reader (not libyaml) makes of *text*, or its complaint."""
    try:
        return _data(
            yaml.compose(text, Loader=yaml.SafeLoader), (yaml.MappingNode, yaml.SequenceNode)
        )
    except yaml.YAMLError as error:
        return f"pyyaml: {error}"


def _data(node: Any, shapes: tuple[Any, Any]) -> Any:
    mapping, sequence = shapes
    if isinstance(node, mapping):
        return {_data(key, shapes): _data(value, shapes) for key, value in node.value}
    if isinstance(node, sequence):
        return [_data(item, shapes) for item in node.value]
    return str(node.value)


def agree(text: str) -> str:
    """The rule by which we refuse *text*; empty where all read it the same; else it fails.

    The short way for plain files either leaves a file alone or reads what the strict way does.
    """
    mine = ours(text)
    short = read_plain(text.encode("utf-8"))
    assert short in (None, mine), f"the short way reads {short}: {text!r}"
    if isinstance(mine, str):
        return mine
    assert ruamel(text) == mine, text
    return ""
