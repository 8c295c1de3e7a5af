"""How Leeway keeps its promises on time: the clock's wake-ups, the worker, Slack's limits, and the Web API."""
