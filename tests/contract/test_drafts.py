"""Briefs in the making."""

from typing import Any

import pytest

from bot.domain.record import Draft
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, HOUR, NOW, OURS

FIELDS = {"task": "Report 数字", "deadline": 1_774_604_400, "checklist": ["a", "b"], "source": None}


def a_draft(name: str = "DR1", **fields: Any) -> Draft:
    """Return U_MANAGER's draft of a new brief."""
    known: dict[str, Any] = {
        "id": name,
        "tenant": OURS,
        "author_id": "U_MANAGER",
        "fields": FIELDS,
        "updated_at": NOW,
    }
    return Draft(**{**known, **fields})


async def test_a_draft_comes_back_as_it_was(work: SqlUnitOfWork) -> None:
    """Whatever fields it holds, and what it is about."""
    await work.drafts.save(a_draft(about="D1"))
    assert await work.drafts.get("DR1", "U_MANAGER") == a_draft(about="D1")


async def test_saving_again_replaces_it(work: SqlUnitOfWork) -> None:
    """Each step of the form stores all that is known by then."""
    await work.drafts.save(a_draft())
    later = a_draft(fields={**FIELDS, "task": "Shorter"}, updated_at=NOW + HOUR)
    await work.drafts.save(later)
    assert await work.drafts.get("DR1", "U_MANAGER") == later


async def test_nobody_else_reads_or_replaces_it(work: SqlUnitOfWork) -> None:
    """A draft belongs to its author, even for one who knows its id."""
    await work.drafts.save(a_draft())
    await work.drafts.save(a_draft(author_id="U_ELSE", fields={}))
    assert await work.drafts.get("DR1", "U_ELSE") is None
    assert await work.drafts.get("DR1", "U_MANAGER") == a_draft()


async def test_the_latest_is_the_newest_of_a_new_brief(work: SqlUnitOfWork) -> None:
    """Older ones, changes to a delegation, others' drafts and what is too old do not count."""
    await work.drafts.save(a_draft("older", updated_at=NOW + HOUR))
    await work.drafts.save(a_draft("newest", updated_at=NOW + 2 * HOUR))
    await work.drafts.save(a_draft("change", updated_at=NOW + DAY, about="D1"))
    await work.drafts.save(a_draft("other", updated_at=NOW + DAY, author_id="U_ELSE"))
    latest = await work.drafts.latest("U_MANAGER", NOW)
    assert latest is not None
    assert latest.id == "newest"
    assert await work.drafts.latest("U_MANAGER", NOW + 2 * HOUR) is None


async def test_a_deleted_draft_is_gone(work: SqlUnitOfWork) -> None:
    """And deleting it again is no fault."""
    await work.drafts.save(a_draft())
    await work.drafts.delete("DR1")
    await work.drafts.delete("DR1")
    assert await work.drafts.get("DR1", "U_MANAGER") is None


@pytest.mark.parametrize("act", ["replace", "delete"])
async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, act: str
) -> None:
    """The same author and id in another workspace are something else."""
    async with ours:
        await ours.drafts.save(a_draft())
        await ours.commit()
    async with theirs:
        assert await theirs.drafts.get("DR1", "U_MANAGER") is None
        assert await theirs.drafts.latest("U_MANAGER", NOW - DAY) is None
        if act == "delete":
            await theirs.drafts.delete("DR1")
        else:
            await theirs.drafts.save(a_draft(tenant=theirs.tenant, fields={}))
        await theirs.commit()
    async with ours:
        assert await ours.drafts.get("DR1", "U_MANAGER") == a_draft()
