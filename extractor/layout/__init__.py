"""Blocks → plan: zones, header, grids with their columns' roles, rows with their fates, lists, matrices."""
