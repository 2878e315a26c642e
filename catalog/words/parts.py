"""The texts of an item that it can be found by, each with what it is."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext

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
    yield Part(gettext("reference"), item.ref)
    yield Part(gettext("title"), item.title)
    appearances = item.appearances.all()
    for appearance in appearances:
        yield Part(gettext("caption"), appearance.caption)
        yield Part(gettext("file name"), appearance.file_name)
        yield Part(gettext("link"), appearance.url)
        yield Part(gettext("forward of"), appearance.forwarded_words)
    for claim in item.claims.all():
        if claim.asserted_by:
            by = {"name": claim.asserted_by}
            yield Part(gettext("claim by %(name)s") % by, claim.quote)
            yield Part(gettext("translation of the claim by %(name)s") % by, claim.translation)
        else:
            yield Part(gettext("claim"), claim.quote)
            yield Part(gettext("translation of the claim"), claim.translation)
        yield Part(gettext("reason for a newer claim"), claim.reason)
    marks = item.marks.all()
    superseded = {one.supersedes_id for one in marks}
    for one in marks:
        if one.pk not in superseded and not one.withdrawn:
            yield Part(gettext("label of a mark"), one.label)
            yield Part(gettext("note of a mark"), one.note)
    told = [one.source for one in appearances] + [one.asserted_by for one in item.claims.all()]
    for source in dict.fromkeys(filter(None, told)):
        yield from _of_source(source)


def _of_source(source: Source) -> Iterator[Part]:
    yield Part(gettext("source"), source.name)
    yield Part(gettext("handle"), source.handle)
    yield Part(gettext("link of the source"), source.url)
    yield Part(gettext("links of the source"), source.other_urls)
    yield Part(gettext("affiliation of the source"), source.affiliation)
    yield Part(gettext("notes on the source"), source.notes)
