"""The after-action in Slack: its start, the private notes, the manager's part, the one change, the two taps."""

from contextlib import suppress

from bot.blocks.forms import change as change_form
from bot.blocks.forms import keep as keep_form
from bot.blocks.forms import lesson as lesson_form
from bot.blocks.forms import lucky as lucky_form
from bot.blocks.forms import managers_part as manager_form
from bot.blocks.forms import notes as notes_form
from bot.blocks.forms.notice import notice_view
from bot.domain.errors import Refused
from bot.domain.lifecycle import Role
from bot.domain.review import Prompt
from bot.domain.situation import Situation
from bot.usecases.ports import Unavailable
from bot.usecases.review.authors import NOT_THEIRS, may_write, only_the_owner_taps
from bot.usecases.review.change import ChooseChange, choose_change
from bot.usecases.review.lesson import LeaveLesson, leave_lesson, only_the_owner_leaves_it
from bot.usecases.review.plan import MoveStart, move_to_later_today
from bot.usecases.review.read import own_notes, shared_notes
from bot.usecases.review.run import StartNow, start_now
from bot.usecases.review.write import (
    TWO_TAPS,
    HoldInFull,
    Tap,
    WriteNotes,
    hold_in_full,
    tap,
    write_notes,
)
from bot.usecases.situation import situation_of
from handlers.rights import look
from handlers.visit import Answer, Visit


async def press_start(visit: Visit) -> Answer:
    """[Start now]."""
    await start_now(StartNow(visit.about[0], visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_later(visit: Visit) -> Answer:
    """[Later today]."""
    await move_to_later_today(MoveStart(visit.about[0], visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_full(visit: Visit) -> Answer:
    """[Hold the full fifteen minutes] after a clean delivery."""
    await hold_in_full(HoldInFull(visit.about[0], visit.user_id), visit.work(), visit.desk.clock)
    return None


async def press_notes(visit: Visit) -> Answer:
    """[Write my notes]: anybody of this workspace who sees the thread may; the manager's part is its own form."""
    situation = await situation_of(visit.about[0], visit.work(), visit.desk.clock)
    own = await own_notes(visit.about[0], visit.user_id, visit.work())
    if visit.user_id == situation.delegation.manager_id:
        await visit.open(manager_form.build(situation, own))
        return None
    role = Role.OWNER if visit.user_id == situation.delegation.owner_id else None
    view_id = await visit.open(notes_form.build(situation, role, own))
    # Asking who they are may take longer than Slack lets a form be opened. Unanswered, it is asked on sending.
    with suppress(Unavailable):
        if not await may_write(visit.user_id, situation.delegation, visit.tenant, visit.desk.directory):
            await visit.redraw(notice_view(NOT_THEIRS), view_id)
    return None


async def submit_notes(visit: Visit) -> Answer:
    """Notes were written."""
    entered = notes_form.parse(visit.state)
    texts = dict.fromkeys(notes_form.PROMPTS | notes_form.COMPARED, "") | entered.texts
    command = WriteNotes(visit.about[0], visit.user_id, texts, entered.fork)
    await write_notes(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_managers_part(visit: Visit) -> Answer:
    """[Write my part]: one question, one own miss."""
    situation, role = await look(visit)
    if role is not Role.MANAGER:
        raise Refused("This part is the manager's. Yours are the notes.")
    own = await own_notes(visit.about[0], visit.user_id, visit.work())
    await visit.open(manager_form.build(situation, own))
    return None


async def submit_managers_part(visit: Visit) -> Answer:
    """The manager's part was written."""
    entered = manager_form.parse(visit.state)
    texts = dict.fromkeys(manager_form.PROMPTS, "") | entered.texts
    command = WriteNotes(visit.about[0], visit.user_id, texts, share_own_miss=entered.shares_own_miss)
    await write_notes(command, visit.work(), visit.desk.directory, visit.desk.clock)
    return None


async def press_change(visit: Visit) -> Answer:
    """[Choose the one change]."""
    situation, role = await look(visit)
    if role is not Role.OWNER:
        raise Refused("The owner picks the one change. Put yours into your notes; they see it there.")
    await visit.open(change_form.build(situation, await shared_notes(visit.about[0], visit.work())))
    return None


async def submit_change(visit: Visit) -> Answer:
    """The one change and the lesson were chosen."""
    entered = change_form.parse(visit.state)
    command = ChooseChange(
        visit.about[0],
        visit.user_id,
        when=entered.when,
        i_will=entered.i_will,
        who=entered.who or "",
        review_on=entered.review_on,
        lesson=entered.lesson,
    )
    await choose_change(command, visit.work(), visit.desk.clock)
    return None


async def press_lesson(visit: Visit) -> Answer:
    """[Only the lesson], where luck helped to meet the bar."""
    situation, _ = await look(visit)
    only_the_owner_leaves_it(situation.delegation, visit.user_id)
    await visit.open(lesson_form.build(situation, await shared_notes(visit.about[0], visit.work())))
    return None


async def submit_lesson(visit: Visit) -> Answer:
    """The one line was written."""
    command = LeaveLesson(visit.about[0], visit.user_id, lesson_form.parse(visit.state))
    await leave_lesson(command, visit.work(), visit.desk.clock)
    return None


async def press_keep(visit: Visit) -> Answer:
    """[Keep doing]: the first tap, with room for the second."""
    situation, written = await _look_to_tap(visit)
    await visit.open(keep_form.build(situation, written[Prompt.KEEP], written[Prompt.LUCKY]))
    return None


async def press_lucky(visit: Visit) -> Answer:
    """[Anything lucky?]: the second tap."""
    situation, written = await _look_to_tap(visit)
    await visit.open(lucky_form.build(situation, written[Prompt.LUCKY]))
    return None


async def submit_keep(visit: Visit) -> Answer:
    """What to keep doing was written, and perhaps where luck came in."""
    entered = keep_form.parse(visit.state)
    return await _tap(visit, {Prompt.KEEP: entered.keep, Prompt.LUCKY: entered.lucky}, entered.lesson)


async def submit_lucky(visit: Visit) -> Answer:
    """Where luck came in was written."""
    entered = lucky_form.parse(visit.state)
    return await _tap(visit, {Prompt.LUCKY: entered.lucky}, entered.lesson)


async def _tap(visit: Visit, texts: dict[Prompt, str], lesson: str) -> Answer:
    command = Tap(visit.about[0], visit.user_id, texts, lesson)
    await tap(command, visit.work(), visit.desk.clock)
    return None


async def _look_to_tap(visit: Visit) -> tuple[Situation, dict[Prompt, str]]:
    situation, _ = await look(visit)
    only_the_owner_taps(situation.delegation, visit.user_id)
    own = await own_notes(visit.about[0], visit.user_id, visit.work())
    said = {note.prompt: note.text for note in own if not note.late}
    return situation, {prompt: said.get(prompt, "") for prompt in TWO_TAPS}
