"""A stand-in Slack workspace on this machine: Web API, Socket Mode, signed HTTP, and people to act as.

It is the only stand-in for Slack, in the tests and in the demo, and it is strict: what Slack refuses, it refuses.
From the floor up: `block_kit` (Slack's limits), `workspace` (what there is), `to_the_app` (what the app hears),
`acting` (how a test acts as a person), `web_api` (what the app may ask) and `page` (what a browser shows).
"""
