"""What files say about themselves, normalised: tag values in, times and places out.

Pure functions over values that a child process has read; nothing here opens a file.
"""
