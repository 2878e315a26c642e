"""Sun and sky: what light there was at a time and place, and whether a clip's light fits it."""
