"""Every page works with JavaScript off: read from the templates themselves, so none can forget."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from backend.kit.render import TEMPLATES, environment

ALL = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))
PAGES = [
    t
    for t in ALL
    if not Path(t).name.startswith("_")
    and not t.startswith(("ui/", "letters/", "archive/"))
    and t not in {"base.html", "errors/broken.html"}
]
PIECES = [t for t in ALL if Path(t).name.startswith("_")]

ALWAYS = {"ask", "me", "request"}
"""What `render` hands to every template."""

TAG = re.compile(r"<(\w+)\b((?:[^<>{]|\{\{.*?\}\}|\{%.*?%\})*)>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w:-]+)="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', re.DOTALL)


def tags(template: str) -> list[tuple[str, dict[str, str]]]:
    source = (TEMPLATES / template).read_text()
    return [(tag, dict(ATTRIBUTE.findall(rest))) for tag, rest in TAG.findall(source)]


@pytest.mark.parametrize("template", ALL)
def test_it_compiles(template: str) -> None:
    assert environment.get_template(template)


@pytest.mark.parametrize("template", ALL)
def test_what_it_imports_is_there(template: str) -> None:
    """Jinja would say so when somebody opens the page, and no sooner."""
    source = environment.parse((TEMPLATES / template).read_text())
    for taken in source.find_all(nodes.FromImport):
        assert isinstance(taken.template, nodes.Const)
        names = {one if isinstance(one, str) else one[0] for one in taken.names}
        assert names <= _exported(taken.template.value)


@cache
def _exported(template: str) -> set[str]:
    """The macros of a template, and what it sets."""
    source = environment.parse((TEMPLATES / template).read_text())
    macros = {one.name for one in source.body if isinstance(one, nodes.Macro)}
    return macros | {
        one.target.name
        for one in source.body
        if isinstance(one, nodes.Assign) and isinstance(one.target, nodes.Name)
    }


@pytest.mark.parametrize("template", PAGES)
def test_a_page_extends_the_shell_and_names_itself(template: str) -> None:
    source = (TEMPLATES / template).read_text()
    assert source.startswith('{% extends "')
    assert "{% block title %}" in source


@pytest.mark.parametrize("template", PIECES)
def test_a_piece_is_not_a_page(template: str) -> None:
    assert "{% extends" not in (TEMPLATES / template).read_text()


@pytest.mark.parametrize("template", PIECES)
def test_a_piece_says_what_it_needs(template: str) -> None:
    source = (TEMPLATES / template).read_text()
    said = re.match(r"{# needs: (.*) #}", source)
    used = meta.find_undeclared_variables(environment.parse(source)) - environment.globals.keys()
    assert said
    assert said[1] == ", ".join(sorted(used - ALWAYS))


@pytest.mark.parametrize("template", ALL)
def test_htmx_only_repeats_what_plain_html_already_does(template: str) -> None:
    for tag, attributes in tags(template):
        if "hx-post" in attributes and tag == "button":
            assert attributes["hx-post"] == attributes.get("formaction"), attributes
        elif "hx-post" in attributes:
            assert (tag, attributes.get("method")) == ("form", "post"), attributes
            assert attributes["hx-post"] == attributes.get("action")
        if "hx-get" in attributes:
            assert attributes["hx-get"] == attributes.get("href", attributes.get("action"))
        if {"hx-post", "hx-get"} & attributes.keys():
            assert {"hx-target", "hx-swap"} <= attributes.keys(), (
                "say where it goes: inherit nothing"
            )
        assert not {"hx-put", "hx-patch", "hx-delete", "hx-boost"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")], "no inline scripts"
