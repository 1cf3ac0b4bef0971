"""Faults: what an import must live through. `shim.c` makes them between the program and the C library (Linux).

`EXTRACTOR_FAULTS=all` tries every moment and every write instead of a few seeded ones, `EXTRACTOR_FAULTS=40` so many.
"""
