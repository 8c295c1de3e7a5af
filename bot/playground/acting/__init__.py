"""Acting as a person: what tests and the page drive the whole bot with."""
