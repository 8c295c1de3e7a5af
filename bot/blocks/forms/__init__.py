"""The forms: one module for each, with `build(situation, ...) -> view` and `parse(state)` side by side."""
