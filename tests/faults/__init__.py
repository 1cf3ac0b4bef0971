"""Faults: what an import must live through. `shim.c` makes them between the program and the C library (Linux).

`EXTRACTOR_FAULTS=all` runs every moment and every write instead of a seeded sample of them.
"""
