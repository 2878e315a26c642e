"""How a phrase about time becomes an interval: words -> parts -> sides -> spans -> instants.

``lexer`` cuts the phrase into parts, ``sides`` sorts the parts into one or two moments,
``spans`` gives each moment its wall-clock stretch, ``zones`` turns walls into instants.
Every letter must be understood on the way; nothing is skipped.
"""
