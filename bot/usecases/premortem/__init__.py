"""The pre-mortem, one verb per module: start, write, reveal, decide, and watch for a state and a date."""
