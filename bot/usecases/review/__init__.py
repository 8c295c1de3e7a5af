"""The after-action: planned at shipping, opened, written, revealed, turned into one change, and closed by itself."""
