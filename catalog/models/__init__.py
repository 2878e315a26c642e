"""The nouns of the catalogue."""

from catalog.models.case import ALLOWED, Act, Case, Membership, Role
from catalog.models.claim import Claim, ClaimKind, ZoneBasis
from catalog.models.contained import Contained
from catalog.models.custody import ChainHead, CustodyAct, CustodyEvent
from catalog.models.extent import Basis, Extent, Facet
from catalog.models.incident import Incident, IncidentItem, IncidentRole, LinkStatus
from catalog.models.item import FINAL_STATES, Appearance, Item, Sensitivity, State
from catalog.models.original import Original
from catalog.models.relation import Relation, RelationKind, SharedId
from catalog.models.run import Artefact, Frame, Measurement, Reading, Run
from catalog.models.source import Source, SourceKind
from catalog.models.upload import Upload

__all__ = [
    "ALLOWED",
    "FINAL_STATES",
    "Act",
    "Appearance",
    "Artefact",
    "Basis",
    "Case",
    "ChainHead",
    "Claim",
    "ClaimKind",
    "Contained",
    "CustodyAct",
    "CustodyEvent",
    "Extent",
    "Facet",
    "Frame",
    "Incident",
    "IncidentItem",
    "IncidentRole",
    "Item",
    "LinkStatus",
    "Measurement",
    "Membership",
    "Original",
    "Reading",
    "Relation",
    "RelationKind",
    "Role",
    "Run",
    "Sensitivity",
    "SharedId",
    "Source",
    "SourceKind",
    "State",
    "Upload",
    "ZoneBasis",
]
