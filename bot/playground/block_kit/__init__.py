"""Block Kit, held to Slack's limits: what the stand-in refuses, and what the tests check every builder with."""
