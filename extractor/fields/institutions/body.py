"""A body as the grammar reads it: which pieces of the text are what. Richer than the model's `Institution`."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.fields.institutions.knowledge import BodyType

TERRITORIES = frozenset({"район", "область", "край", "республика", "округ", "поселение"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body is: a settlement («г. Заозёрск») or a territory («Заозёрский район»); `name` as printed."""

    kind: str
    name: str

    @property
    def territory(self) -> bool:
        """Whether it is a district, a region and the like, not a settlement."""
        return self.kind in TERRITORIES


@dataclass(slots=True)
class Body:
    """What one mention says, by its parts; `tokens` are from `start` up to `end`.

    `words` are the words of the designation as printed, without legal form, proper name, honours and places;
    `nominative` maps pieces to the form they have in the name.
    """

    start: int
    end: int = 0
    legal: str | None = None
    legal_type: str | None = None
    type: BodyType | None = None
    words: list[str] = field(default_factory=list)
    abbreviation: str | None = None
    number: str | None = None
    proper: str | None = None
    honours: str | None = None
    places: list[Place] = field(default_factory=list)
    adjective_places: list[str] = field(default_factory=list)
    parent: Body | None = None
    alias: Body | None = None
    further_numbers: list[tuple[int, int, str]] = field(default_factory=list)
    nominative: dict[int, str] = field(default_factory=dict)
    honours_at: tuple[int, int] | None = None
    plural: bool = False
    blocked: bool = False
    typed: bool = False
    capital: bool = False

    @property
    def identified(self) -> bool:
        """Whether something tells this body from others of its kind."""
        return bool(self.number or self.proper or self.honours)
