"""Briefs to start from."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.template import Template
from storage.unit_of_work import SqlUnitOfWork
from tests.contract.samples import DAY, NOW, OURS

FIELDS = {"task": "Report 数字", "checklist": ["a", "b"], "audience": None}


def a_template(name: str = "Monthly report", **fields: Any) -> Template:
    """Return U_MANAGER's template; its id is its name, so that each has its own."""
    known: dict[str, Any] = {
        "id": name,
        "tenant": OURS,
        "author_id": "U_MANAGER",
        "name": name,
        "fields": FIELDS,
    }
    return Template(**{**known, "saved_at": NOW, **fields})


async def test_templates_come_back_by_name(work: SqlUnitOfWork) -> None:
    """Each as it was saved, the author's own alone."""
    for name in ("weekly", "Monthly report", "audit"):
        assert await work.templates.add(a_template(name))
    assert await work.templates.add(a_template("theirs", author_id="U_ELSE"))
    assert await work.templates.get("audit", "U_MANAGER") == a_template("audit")
    assert [each.name for each in await work.templates.of_author("U_MANAGER")] == [
        "Monthly report",
        "audit",
        "weekly",
    ]


async def test_a_name_is_taken_once_by_each(work: SqlUnitOfWork) -> None:
    """The first stays as it is; another person may use the same name."""
    assert await work.templates.add(a_template())
    assert not await work.templates.add(a_template(id="T2", saved_at=NOW + DAY))
    assert await work.templates.add(a_template(id="T3", author_id="U_ELSE"))
    assert await work.templates.of_author("U_MANAGER") == [a_template()]


async def test_nobody_else_reads_or_deletes_it(work: SqlUnitOfWork) -> None:
    """A template is its author's alone, even for one who knows its id; deleting it twice is no fault."""
    await work.templates.add(a_template("T1"))
    assert await work.templates.get("T1", "U_ELSE") is None
    await work.templates.delete("T1", "U_ELSE")
    assert await work.templates.get("T1", "U_MANAGER")
    await work.templates.delete("T1", "U_MANAGER")
    await work.templates.delete("T1", "U_MANAGER")
    assert await work.templates.of_author("U_MANAGER") == []


@pytest.mark.parametrize("act", ["add", "delete"])
async def test_another_tenant_neither_reads_nor_changes_them(
    ours: SqlUnitOfWork, theirs: SqlUnitOfWork, act: str
) -> None:
    """The same author, id and name in another workspace are something else."""
    async with ours:
        await ours.templates.add(a_template("T1"))
        await ours.commit()
    async with theirs:
        assert await theirs.templates.of_author("U_MANAGER") == []
        if act == "delete":
            await theirs.templates.delete("T1", "U_MANAGER")
        else:
            assert await theirs.templates.add(replace(a_template("T1"), tenant=theirs.tenant))
        await theirs.commit()
    async with ours:
        assert await ours.templates.of_author("U_MANAGER") == [a_template("T1")]
