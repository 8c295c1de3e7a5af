"""The offer: accept, negotiate, decline, agree, withdraw, take back; and the read-only brief."""

from bot.blocks.brief_view import brief_view
from bot.blocks.forms import accept as accept_form
from bot.blocks.forms import change_place as place_form
from bot.blocks.forms import decline as decline_form
from bot.blocks.forms import negotiate as negotiate_form
from bot.blocks.forms import take_back as take_back_form
from bot.blocks.forms import withdraw as withdraw_form
from bot.domain.lifecycle import Act
from bot.usecases.accept import Accept, Decline, accept, decline, is_first_of_its_kind
from bot.usecases.end import Withdraw, withdraw
from bot.usecases.history import history_for
from bot.usecases.negotiate import Agree, ChangePlace, Propose, agree, change_place, looks_at, propose
from bot.usecases.own_rescues import own_rescues
from bot.usecases.take_back import TakeBack, only_once, take_back
from handlers.rights import look, look_to
from handlers.visit import Answer, Visit


async def press_accept(visit: Visit) -> Answer:
    """[Accept] opens the back-brief."""
    situation, _ = await look_to(visit, Act.ACCEPT)
    is_first = await is_first_of_its_kind(situation.delegation, visit.work())
    await visit.open(accept_form.build(situation, is_first=is_first))
    return None


async def press_accept_more(visit: Visit) -> Answer:
    """[Say more] in the form of accepting."""
    situation, _ = await look_to(visit, Act.ACCEPT)
    looks_at(situation.delegation, visit.number)
    is_first = await is_first_of_its_kind(situation.delegation, visit.work())
    await visit.redraw(accept_form.build(situation, is_first=is_first, more=True))
    return None


async def submit_accept(visit: Visit) -> Answer:
    """The back-brief was given."""
    delegation_id, _ = visit.about
    entered = accept_form.parse(visit.state)
    command = Accept(delegation_id, visit.user_id, visit.number, entered.back_brief, entered.acceptance)
    await accept(command, visit.work(), visit.desk.clock)
    return None


async def press_decline(visit: Visit) -> Answer:
    """[Decline] asks for the reason."""
    situation, _ = await look_to(visit, Act.DECLINE)
    await visit.open(decline_form.build(situation))
    return None


async def submit_decline(visit: Visit) -> Answer:
    """The reason for declining was given."""
    delegation_id, _ = visit.about
    command = Decline(delegation_id, visit.user_id, decline_form.parse(visit.state).reason)
    await decline(command, visit.work(), visit.desk.clock)
    return None


async def press_negotiate(visit: Visit) -> Answer:
    """[Negotiate] opens the version on the table, to be changed."""
    situation, role = await look_to(visit, Act.NEGOTIATE)
    await visit.open(negotiate_form.build(situation, role))
    return None


async def submit_negotiate(visit: Visit) -> Answer:
    """Changed fields were proposed."""
    delegation_id, _ = visit.about
    proposal = negotiate_form.parse(visit.state)
    command = Propose(
        delegation_id, visit.user_id, visit.number, proposal.fields, proposal.without_further_look
    )
    await propose(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_agree(visit: Visit) -> Answer:
    """[Agree] to the owner's version."""
    delegation_id, _ = visit.about
    await agree(Agree(delegation_id, visit.user_id, visit.number), visit.work(), visit.desk.clock)
    return None


async def press_change_place(visit: Visit) -> Answer:
    """[change] beside the channel of the after-action."""
    situation, _ = await look_to(visit, Act.ACCEPT)
    await visit.open(place_form.build(situation))
    return None


async def submit_change_place(visit: Visit) -> Answer:
    """Another channel, or none, was picked."""
    delegation_id, _ = visit.about
    command = ChangePlace(delegation_id, visit.user_id, place_form.parse(visit.state).team_channel)
    await change_place(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_withdraw(visit: Visit) -> Answer:
    """[Withdraw] asks once more, with room for a reason."""
    situation, _ = await look_to(visit, Act.WITHDRAW)
    await visit.open(withdraw_form.build(situation))
    return None


async def submit_withdraw(visit: Visit) -> Answer:
    """The task is withdrawn."""
    delegation_id, _ = visit.about
    command = Withdraw(delegation_id, visit.user_id, withdraw_form.parse(visit.state).reason)
    await withdraw(command, visit.work(), visit.desk.clock)
    return None


async def press_take_back(visit: Visit) -> Answer:
    """[Take back] asks for the reason."""
    situation, _ = await look_to(visit, Act.TAKE_BACK)
    only_once(situation.delegation)
    await visit.open(take_back_form.build(situation))
    return None


async def submit_take_back(visit: Visit) -> Answer:
    """The work is taken back."""
    delegation_id, _ = visit.about
    command = TakeBack(delegation_id, visit.user_id, take_back_form.parse(visit.state).reason)
    await take_back(command, visit.work(), visit.desk.clock)
    return None


async def press_brief(visit: Visit) -> Answer:
    """[Brief] shows all of it, to be read, and what has happened."""
    situation, role = await look(visit)
    rescues = await own_rescues(situation.delegation, visit.user_id, visit.work())
    history = await history_for(situation.delegation, visit.user_id, visit.work(), visit.desk.clock)
    await visit.open(brief_view(situation, role, rescues, history))
    return None
