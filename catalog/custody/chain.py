"""Appending to the chain of custody and checking that it holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from catalog.models import Case, ChainHead, CustodyAct, CustodyEvent, Item
from catalog.models.custody import GENESIS


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with an account, or a named part of the system."""

    name: str
    person: User | None = None

    @classmethod
    def of(cls, person: User) -> "Actor":
        """The actor for a signed-in person."""
        return cls(person.get_username(), person)


WORKER = Actor("worker")
COMMAND_LINE = Actor("command line")


def append(
    act: CustodyAct,
    actor: Actor,
    *,
    case: Case | None = None,
    item: Item | None = None,
    sha256: str = "",
    details: dict[str, object] | None = None,
) -> CustodyEvent:
    """Add one link, in the caller's transaction if there is one.

    Writers take turns on the head row, so the chain cannot fork; the unique
    ``prev_hash`` is the net beneath.
    """
    with transaction.atomic():
        if item:
            hold(item)
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
        event = CustodyEvent(
            seq=head.seq + 1,
            at=timezone.now(),
            actor=actor.name,
            act=act,
            case=case or (item.case if item else None),
            item=item,
            sha256=sha256 or (item.original_id if item else ""),
            details=details or {},
            prev_hash=head.entry_hash,
        )
        event.entry_hash = event.computed_hash()
        event.save(force_insert=True)
        head.seq, head.entry_hash = event.seq, event.entry_hash
        head.save(update_fields=["seq", "entry_hash"])
    return event


def hold(*items: Item) -> None:
    """Lock these items until the caller's transaction ends, before any link is added in it.

    Everybody takes items first and the head of the chain last, so that nobody waits for
    somebody who waits for them. What refers to an item is not held up.
    """
    if connection.features.has_select_for_update:
        held = Item.objects.select_for_update(no_key=True).order_by("pk")
        list(held.filter(pk__in=[item.pk for item in items]).values_list("pk"))


def faults() -> Iterator[str]:
    """What is wrong with the chain, a sentence each; nothing if it holds."""
    seq, previous = 0, GENESIS
    for event in CustodyEvent.objects.order_by("seq").iterator():
        seq += 1
        if event.seq != seq:
            yield f"Link {seq} of the chain of custody is missing: the next is {event.seq}."
            seq = event.seq
        if event.prev_hash != previous:
            yield f"Link {event.seq} does not follow from the link before it."
        if event.computed_hash() != event.entry_hash:
            yield f"Link {event.seq} was changed after it was written."
        previous = event.entry_hash
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.seq, head.entry_hash) != (seq, previous):
        yield f"The chain ends at link {seq}, but link {head.seq} was the last to be written."
