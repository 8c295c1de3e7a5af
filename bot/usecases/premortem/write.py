"""Write down why it failed, private until the reveal; again replaces, and nothing to add counts as being in."""

from dataclasses import dataclass, replace

from bot.domain.delegation import Delegation
from bot.domain.errors import NotFound, Refused
from bot.domain.identity import new_id
from bot.domain.premortem import Premortem, Risk, check_open, reasons_from
from bot.domain.situation import Situation
from bot.usecases.ports import Clock, UnitOfWork
from bot.usecases.premortem.start import asked_of, reveal_of
from bot.usecases.situation import look


@dataclass(frozen=True, slots=True)
class WriteReasons:
    """Somebody's reasons, in their order; none at all says that they have nothing to add.

    `replaces` is False for the button that says so: it takes nothing out that has been written.
    """

    delegation_id: str
    actor_id: str
    number: int
    reasons: tuple[str, ...] = ()
    with_name: bool = False
    replaces: bool = True


async def written(
    delegation_id: str, actor_id: str, number: int, work: UnitOfWork, clock: Clock
) -> tuple[Situation, Premortem, list[Risk]]:
    """Return what the form is drawn from, with the actor's own reasons. Raises `Refused` where it is not theirs."""
    async with work:
        situation = await look(await work.delegations.get(delegation_id), work, clock)
        premortem = _the_one(situation.premortems, number)
        _takes_part(situation.delegation, premortem, actor_id)
        check_open(premortem)
        return situation, premortem, await work.premortems.written_by(premortem, actor_id)


async def write_reasons(command: WriteReasons, work: UnitOfWork, clock: Clock) -> Premortem:
    """Keep the reasons in place of earlier ones, and reveal at once when this was the last who was waited for.

    Raises `Invalid` for a reason that is too long, `Refused` to whoever is not asked and after the reveal.
    """
    reasons = reasons_from(command.reasons)
    async with work:
        delegation = await work.delegations.get(command.delegation_id, lock=True)
        premortem = _the_one(await work.premortems.of(delegation.id), command.number)
        _takes_part(delegation, premortem, command.actor_id)
        check_open(premortem)
        if not command.replaces and await work.premortems.written_by(premortem, command.actor_id):
            raise Refused("What you wrote is kept. Press Write again to change it or to take it out.")
        now = clock.now()
        await work.premortems.write(
            premortem,
            command.actor_id,
            [
                Risk(
                    new_id(),
                    delegation.id,
                    premortem.number,
                    command.actor_id,
                    place,
                    reason,
                    now,
                    with_name=command.with_name,
                )
                for place, reason in enumerate(reasons)
            ],
        )
        answered = tuple(dict.fromkeys((*premortem.answered, command.actor_id)))
        premortem = replace(premortem, answered=answered)
        await work.premortems.save(premortem)
        await work.nudges.refresh(asked_of(premortem, delegation, command.actor_id, now))
        if set(premortem.people(delegation)) <= set(answered):
            await work.nudges.move(reveal_of(premortem, delegation, now).key, now)
        await work.commit()
    return premortem


def _the_one(premortems: list[Premortem] | tuple[Premortem, ...], number: int) -> Premortem:
    found = next((each for each in premortems if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def _takes_part(delegation: Delegation, premortem: Premortem, actor_id: str) -> None:
    if actor_id not in premortem.people(delegation):
        raise Refused("This pre-mortem asks other people. Tell the owner what you see; they decide.")
