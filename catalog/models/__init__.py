"""The nouns of the catalogue."""

from catalog.models.api_token import ApiToken
from catalog.models.appearance import Appearance
from catalog.models.assessment import (
    Assessment,
    Confidence,
    Ground,
    Outcome,
    Review,
    Verdict,
)
from catalog.models.assignment import Assignment
from catalog.models.case import ALLOWED, Act, Case, Membership, Role
from catalog.models.check import CONTRADICTING, RANKS, Check, CheckVerdict
from catalog.models.claim import Claim, ClaimKind, ZoneBasis
from catalog.models.comment import Comment, Mention, Wording
from catalog.models.comparison import (
    ComparedItem,
    CompareView,
    Comparison,
    ComparisonVersion,
    LinkedSpots,
    OffsetBasis,
)
from catalog.models.contained import Contained
from catalog.models.custody import ChainHead, CustodyAct, CustodyEvent
from catalog.models.extent import Basis, Extent, Facet
from catalog.models.incident import (
    Incident,
    IncidentItem,
    IncidentRelation,
    IncidentRole,
    IncidentTie,
    LinkDecision,
    LinkStatus,
)
from catalog.models.item import FINAL_STATES, Item, Sensitivity, State, Workflow
from catalog.models.likeness import HashBlock, HashList, HashSegment, ListedHash
from catalog.models.mark import Colour, Mark, Shape
from catalog.models.original import Original
from catalog.models.presence import Presence
from catalog.models.relation import Relation, RelationKind, SharedId
from catalog.models.run import Artefact, Frame, Measurement, Reading, Run
from catalog.models.saved_search import SavedSearch
from catalog.models.source import Grade, Reliability, Source, SourceKind
from catalog.models.upload import Upload
from catalog.models.words import Document, Words

__all__ = [
    "ALLOWED",
    "CONTRADICTING",
    "FINAL_STATES",
    "RANKS",
    "Act",
    "ApiToken",
    "Appearance",
    "Artefact",
    "Assessment",
    "Assignment",
    "Basis",
    "Case",
    "ChainHead",
    "Check",
    "CheckVerdict",
    "Claim",
    "ClaimKind",
    "Colour",
    "Comment",
    "CompareView",
    "ComparedItem",
    "Comparison",
    "ComparisonVersion",
    "Confidence",
    "Contained",
    "CustodyAct",
    "CustodyEvent",
    "Document",
    "Extent",
    "Facet",
    "Frame",
    "Grade",
    "Ground",
    "HashBlock",
    "HashList",
    "HashSegment",
    "Incident",
    "IncidentItem",
    "IncidentRelation",
    "IncidentRole",
    "IncidentTie",
    "Item",
    "LinkDecision",
    "LinkStatus",
    "LinkedSpots",
    "ListedHash",
    "Mark",
    "Measurement",
    "Membership",
    "Mention",
    "OffsetBasis",
    "Original",
    "Outcome",
    "Presence",
    "Reading",
    "Relation",
    "RelationKind",
    "Reliability",
    "Review",
    "Role",
    "Run",
    "SavedSearch",
    "Sensitivity",
    "Shape",
    "SharedId",
    "Source",
    "SourceKind",
    "State",
    "Upload",
    "Verdict",
    "Wording",
    "Words",
    "Workflow",
    "ZoneBasis",
]
