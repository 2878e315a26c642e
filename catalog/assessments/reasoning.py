"""Reasoning, typed as Markdown, as it is shown."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from media_tools.text import visible

# No pictures: one could be fetched from elsewhere, and would tell that somebody reads this.
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MARKDOWN.disable("image")


def render_reasoning(text: str) -> SafeString:
    """The Markdown as HTML that may stand in a page, whatever was typed.

    HTML in the text is shown as it was typed, and what cannot be seen as ``[U+202E]``; links open
    only over http, https and mailto and tell nobody where they were followed from.
    """
    # Tabs lay out lists and code, so they become the blanks that they stand for.
    lines = (visible(line, limit=len(line)) for line in text.expandtabs(4).splitlines())
    clean = nh3.clean(
        _MARKDOWN.render("\n".join(lines)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)
