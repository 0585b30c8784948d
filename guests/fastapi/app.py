"""The guest FastAPI: the routes of the lab's playground.

Nothing of OpenTelemetry is in here: `opentelemetry-instrument` adds it from outside (guest-fastapi), or
guests/fastapi-code/main.py by code (guest-fastapi-code). Run: opentelemetry-instrument python app.py
"""

import asyncio
import hashlib
import logging
import os
import random
import signal
import sys
import time

import httpx
import uvicorn
from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse

name = os.environ.get("OTEL_SERVICE_NAME", "guest-fastapi")
next_url = os.environ.get("NEXT_URL")
log = logging.getLogger(name)

app = FastAPI(title=name, openapi_url=None)


@app.get("/")
async def index():
    return {"guest": name, "routes": [f"GET {route.path}" for route in app.routes]}


@app.get("/items/{id}")
async def item(id: int):
    return {"id": id}


@app.get("/chain")
async def chain():
    """This hop and those behind it. The instrumented client carries trace and baggage on."""
    behind = []
    if next_url:
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.get(f"{next_url}/chain")
        answer.raise_for_status()
        behind = answer.json()["hops"]
    log.info("chain: %d behind", len(behind))
    return {"hops": [name, *behind]}


@app.get("/error_test")
async def error_test():
    raise RuntimeError("error_test: thrown on purpose")


@app.get("/random_sleep")
async def random_sleep(max: int = Query(5000, ge=0, le=5000)):
    waited = round(random.uniform(0, max))
    await asyncio.sleep(waited / 1000)
    return {"waited_ms": waited}


@app.get("/random_status")
async def random_status():
    status = random.choice([200, 200, 300, 400, 500])
    if status >= 400:
        raise HTTPException(status, f"{status} was drawn.")
    return JSONResponse({"status": status}, status)


@app.get("/io_task")
async def io_task():
    await asyncio.sleep(1)
    return {"waited_ms": 1000}


@app.get("/cpu_task")
def cpu_task():  # no `async`: it runs in a thread, and blocks nobody
    started = time.perf_counter()
    result = hashlib.pbkdf2_hmac("sha256", b"span", b"metrics", 60_000).hex()
    return {"result": result, "took_ms": round((time.perf_counter() - started) * 1000)}


@app.get("/readyz")
async def readyz():
    return {"status": "ready"}


def serve():
    # uvicorn ends itself by the signal that it got, and Python then flushes nothing: the last spans would be lost
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8020"))
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")


if __name__ == "__main__":
    serve()
