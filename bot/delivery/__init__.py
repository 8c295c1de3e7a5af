"""How Leeway keeps its promises on time: the clock's wake-ups, the worker, Slack's limits, and the Web API.

One nudge's way from its commit to its `ts` leads through four files. The commit itself is that of a unit of work
(`storage.unit_of_work`), which calls the first of them with the earliest due time that it wrote:

1. `scheduler`: an alarm wakes the worker when the clock reaches that time.
2. `worker`: claims what is due with a lease, and puts each into the queue of its destination (`destinations`), which
   has one attempt made after the other.
3. `attempt`: waits for a slot and a turn, has it drawn from the state of the moment (`rendering`, `drawings`), has it
   sent, and says what becomes of the claim (`conclusion`).
4. `gateway`: posts it over the workspace's line (`calls`), or looks first where it may stand there already
   (`reconcile`), and returns its `ts`.

What became of it is written down by `settling`. Beside the way stand Slack's limits (`pacing`, `slots`, `shares`), its
words for faults (`outcomes`), what is told together (`digests`, `gathering`), and the people and channels that it knows
(`directory`).
"""
