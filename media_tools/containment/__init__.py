"""How a child process is kept from everything but its task: limits, and walls around it.

Limits of memory, time and size hold always. A layer of walls hides other files, other
processes and the network, where this machine offers one.
"""
