"""A claim to have filmed it oneself, held against who posted it first: at most in tension.

Whoever films often gives the file away before posting it, so being second proves nothing.
"""

import re
from collections.abc import Sequence

from media_tools.compare.claims import ClaimedFact, Posting
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.wording import amount, moment
from media_tools.text import visible

KIND = "author_by_first_posting"
# Words by which people say that it was they who filmed.
_OURSELVES = re.compile(
    r"(?<!\w)(?:us|we|our|ours|ourselves|i|me|my|mine|myself|own|exclusive"
    r"|нами|наш\w*|мы|я|мной|мною|мо[йяеёю]|моего|моё|сам[аи]?|собственн\w+|эксклюзив\w*"
    r"|ми|мій|моє|моя|власн\w+|ексклюзив\w*)(?!\w)",
    re.IGNORECASE,
)


def author_by_first_posting(claim: ClaimedFact, postings: Sequence[Posting]) -> Checked | None:
    """Words by which a source calls it its own, although another had it earlier.

    Also where its posting is itself said to be a forward. ``None`` where the source does not
    speak of itself, never posted it, or was the first.
    """
    own = [one.known_at for one in postings if claim.said_by and one.by == claim.said_by]
    others = [one for one in postings if one.by and one.by != claim.said_by]
    if not own or not others:
        return None
    first = min(others, key=lambda one: one.known_at)
    origins = [one for one in others if one.is_origin and one.known_at < min(own)]
    if origins:
        first = min(origins, key=lambda one: one.known_at)
    elif first.known_at >= min(own) or not _OURSELVES.search(claim.words):
        return None
    late = min(own) - first.known_at
    forward = " Its posting is said to forward that one." if origins else ""
    sentence = (
        f"{visible(claim.said_by, 80)} says “{visible(claim.words, 120)}”, but first posted it "
        f"{amount(late)} after {visible(first.by, 80)} did ({moment(first.known_at)}).{forward}"
    )
    return Checked(
        KIND,
        Verdict.TENSION,
        sentence,
        {
            "late_s": late.total_seconds(),
            "first_by": visible(first.by, 200),
            "first_at": first.known_at.isoformat().replace("+00:00", "Z"),
            "own_at": min(own).isoformat().replace("+00:00", "Z"),
            "is_forward": bool(origins),
        },
    )
