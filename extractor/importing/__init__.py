"""Folders of files into one dataset: found, read in worker processes, written, and told about.

`run_import` is the whole way; nothing is printed here.
"""
