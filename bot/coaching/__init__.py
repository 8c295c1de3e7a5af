"""What Leeway asks and says to coach both sides: pure, with its texts as data, one folder per language."""
