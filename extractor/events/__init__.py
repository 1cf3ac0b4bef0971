"""Plan rows → events: dates with their context, parties, venue, type, warnings, confidence."""

from extractor.events.build import build_events

__all__ = ["build_events"]
