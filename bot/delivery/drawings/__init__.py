"""What each kind of nudge says, drawn when it is sent: one module for each subject, one function for each kind.

A drawing takes a `Drawing` (the claim, the situation of the moment, the stores to look into) and returns what goes
out, or None where the moment has passed it by.
"""
