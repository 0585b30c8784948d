"""What the shop's Postgres says, if the shop is on: how many orders there are.

As `observer`, who may count orders and read none (postgres/roles.sql): a guest gets no more.
"""

import os
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException


def add_routes(app: FastAPI) -> None:
    url = os.environ.get("POSTGRES_URL")

    @asynccontextmanager
    async def lifespan(_: FastAPI):
        async with pool_of(url) as pool:
            app.state.pool = pool
            yield

    app.router.lifespan_context = lifespan

    @app.get("/orders/count")
    async def count():
        if not app.state.pool:
            raise HTTPException(501, "The shop is off. Next: npm start -- --with shop,guests")
        return {"orders": await app.state.pool.fetchval("SELECT count(id) FROM orders")}


@asynccontextmanager
async def pool_of(url: str | None):
    if not url:
        yield None
        return
    # no connection before the first question: a guest starts without the shop's database, too
    password = os.environ.get("OBSERVER_PASSWORD")
    async with asyncpg.create_pool(url, password=password, min_size=0, max_size=1, reset=nothing_to_reset) as pool:
        yield pool


async def nothing_to_reset(_: asyncpg.Connection) -> None:
    """In place of statements after each question, which would be one more span: a SELECT leaves nothing behind."""
