"""Measurements beside bare floors, as ratios of one run: `make bench`. pytest does not collect them."""
