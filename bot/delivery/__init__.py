"""How Leeway keeps its promises on time: the clock's wake-ups, the worker, Slack's limits, and the Web API.

One nudge's way from its commit to its `ts` leads through four files:

1. `scheduler`: the commit names the earliest due time, and an alarm wakes the worker when the clock reaches it.
2. `worker`: claims what is due with a lease, and puts each into the queue of its destination (`destinations`).
3. `attempt`: waits for a slot and a turn, has it drawn from the state of the moment (`rendering`, `drawings`), sends
   it, and says what becomes of the claim (`conclusion`).
4. `gateway`: posts it, or looks first where it may stand there already (`reconcile`), and returns its `ts`.

What became of it is written down by `settling`. Beside the way stand Slack's limits (`pacing`, `slots`, `shares`), its
words for faults (`outcomes`), and the people and channels that it knows (`directory`).
"""
