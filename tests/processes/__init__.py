"""The bot as real processes: killed, asked to stop, run twice at once, and run from its command line."""
