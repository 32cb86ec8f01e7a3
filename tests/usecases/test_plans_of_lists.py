"""How PostgreSQL reads the lists, asked as the application's own role, behind the walls."""

from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import asyncpg

from db.pages import Position, Window
from db.queries import share_lists, share_pages
from db.queries.share_lists import OrderField, Question
from db.views import shared_results as view
from resolvers.context import Viewer
from resolvers.shared_results import plain_question
from tests.api import Api


async def explained(api: Api, viewer: Viewer, statement: Any) -> str:
    """The plan of a statement in a transaction of the viewer."""
    compiled: Any = statement.compile(dialect=asyncpg.dialect())
    values = tuple(compiled.params[name] for name in compiled.positiontup)
    async with api.context(viewer).transaction() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        connection = await session.connection()
        rows = await connection.exec_driver_sql(f"EXPLAIN {compiled}", values)
        return "\n".join(row[0] for row in rows)


async def test_the_rows_before_a_page_are_a_range_of_the_orders_index(api: Api) -> None:
    await api.sql("ANALYZE")
    viewer = await api.viewer("member@northbridge.example")
    for order in OrderField:
        question = _ordered(api, viewer, order)
        async with api.context(viewer).transaction() as session:
            asked = Window(25, is_backward=False, position=None)
            rows = (await share_pages.page(session, question, asked)).rows
        plan = await explained(api, viewer, _counted(question, rows[-1].position))

        assert "Index Cond" in plan, plan
        condition = next(line for line in plan.splitlines() if "Index Cond" in line)
        assert "ROW(" in condition, plan


def _ordered(api: Api, viewer: Viewer, order: OrderField) -> Question:
    plain = plain_question(api.context(viewer))
    return Question(
        organisation_id=plain.organisation_id,
        user_id=plain.user_id,
        new_since=plain.new_since,
        order=order,
    )


def _counted(question: Question, position: Position) -> Any:
    counted = share_lists.filtered(select(func.count()).select_from(view), question)
    return counted.where(share_lists.up_to(question, position))
