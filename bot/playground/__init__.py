"""A stand-in Slack workspace on this machine: Web API, Socket Mode, signed HTTP, and people to act as.

It is the one fake of the tests and of the demo, and it is strict: what Slack refuses, it refuses.
`workspace.py` is the place to start reading, `acting.py` is how a test acts as a person.
"""
