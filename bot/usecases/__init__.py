"""What can be done with Leeway: one verb a module, each a function of a command, a unit of work and a clock."""
