"""One file, one step. A file is found by being here and declaring ``STEP``."""
