"""Specs of the plans; each module makes some `Plan`s."""
