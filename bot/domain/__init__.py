"""The rules of delegation: pure Python, no I/O, no clock of its own."""
