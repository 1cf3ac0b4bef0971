"""Builds the project's own corpus: one spec, a plan file in its format, its gold."""
