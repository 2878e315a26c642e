"""The texts of an item that it can be found by, each with what it is."""

from collections.abc import Iterator
from typing import NamedTuple

from catalog.models import Item, Source

# What ``parts`` reads of an item; fetch them ahead for many.
RELATED = ("appearances__source", "claims__asserted_by", "marks")


class Part(NamedTuple):
    """One text, and what it is: ``caption``, ``claim by Evening bulletin``."""

    where: str
    text: str


def parts(item: Item) -> Iterator[Part]:
    """All texts that are not empty, the weightiest first. What a step reads comes last."""
    yield from (part for part in _parts(item) if part.text)


def _parts(item: Item) -> Iterator[Part]:
    yield Part("reference", item.ref)
    yield Part("title", item.title)
    appearances = item.appearances.all()
    for appearance in appearances:
        yield Part("caption", appearance.caption)
        yield Part("file name", appearance.file_name)
        yield Part("link", appearance.url)
        yield Part("forward of", appearance.forwarded_words)
    for claim in item.claims.all():
        by = f" by {claim.asserted_by}" if claim.asserted_by else ""
        yield Part(f"claim{by}", claim.quote)
        yield Part(f"translation of the claim{by}", claim.translation)
        yield Part("reason for a newer claim", claim.reason)
    marks = item.marks.all()
    superseded = {one.supersedes_id for one in marks}
    for one in marks:
        if one.pk not in superseded and not one.withdrawn:
            yield Part("label of a mark", one.label)
            yield Part("note of a mark", one.note)
    told = [one.source for one in appearances] + [one.asserted_by for one in item.claims.all()]
    for source in dict.fromkeys(filter(None, told)):
        yield from _of_source(source)


def _of_source(source: Source) -> Iterator[Part]:
    yield Part("source", source.name)
    yield Part("handle", source.handle)
    yield Part("link of the source", source.url)
    yield Part("links of the source", source.other_urls)
    yield Part("affiliation of the source", source.affiliation)
    yield Part("notes on the source", source.notes)
