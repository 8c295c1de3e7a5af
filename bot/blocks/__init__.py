"""How Leeway looks: pure functions from the domain to Block Kit, and back from forms."""
