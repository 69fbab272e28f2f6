"""Notices as one HTML file: no script, no address, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjuan import SetupError, folder, near


class HtmlRenderer:
    """Fills the template of the notice's kind: `templates/<kind>.html`."""

    name = "html"
    format = "html"

    def render(self, notice: Mapping[str, Any], template: str) -> bytes:
        """The notice as UTF-8.

        Raises:
            SetupError: there is no template of that kind.
        """
        from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound

        home = folder(__package__, "templates")
        kinds = [one.name.removesuffix(".html") for one in home.iterdir() if not one.name.startswith("_")]
        if template not in kinds:
            raise SetupError(
                f"没有 {template} 的 HTML 模板", template, near(template, kinds) or "换用其他格式"
            )

        def source(name: str) -> str:
            file = home.joinpath(name)
            if not file.is_file():
                raise TemplateNotFound(name)
            return str(file.read_text(encoding="utf-8"))

        environment = Environment(
            loader=FunctionLoader(source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        text: str = environment.get_template(f"{template}.html").render(notice=notice)
        return text.encode()
