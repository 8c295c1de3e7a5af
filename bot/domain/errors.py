"""What the domain answers when something cannot be done."""


class Refused(Exception):
    """An act that is not possible now; the sentence says why and what to do instead.

    The sentence is shown to the person as it is: plain words, no names of states or fields.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Invalid(Exception):
    """Input that cannot be taken, as one sentence for each field name of the brief or form."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {sentence}" for field, sentence in problems.items()))
        self.problems = problems


class NotFound(Refused):
    """The delegation is not there, or belongs to another workspace: both look the same from outside."""

    def __init__(self) -> None:
        super().__init__("I cannot find this one any more.")
