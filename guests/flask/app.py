"""The guest Flask: the routes of the lab's playground. Nothing of OpenTelemetry is in here.

Run: opentelemetry-instrument python app.py
"""

import hashlib
import logging
import os
import random
import signal
import sys
import time

import requests
from flask import Flask, abort, request
from waitress import serve
from werkzeug.exceptions import HTTPException

name = os.environ.get("OTEL_SERVICE_NAME", "guest-flask")
next_url = os.environ.get("NEXT_URL")
log = logging.getLogger(name)

app = Flask(name)


@app.get("/")
def index():
    return {"guest": name, "routes": [f"GET {rule.rule}" for rule in app.url_map.iter_rules()]}


@app.get("/items/<int:id>")
def item(id):
    return {"id": id}


@app.get("/chain")
def chain():
    """This hop and those behind it. The instrumented client carries trace and baggage on."""
    behind = []
    if next_url:
        answer = requests.get(f"{next_url}/chain", timeout=30)
        answer.raise_for_status()
        behind = answer.json()["hops"]
    log.info("chain: %d behind", len(behind))
    return {"hops": [name, *behind]}


@app.get("/error_test")
def error_test():
    raise RuntimeError("error_test: thrown on purpose")


@app.get("/random_sleep")
def random_sleep():
    longest = request.args.get("max", "5000")
    if not longest.isascii() or not longest.isdigit() or int(longest) > 5000:
        abort(400, "max: a whole number from 0 to 5000 (ms)")
    waited = round(random.uniform(0, int(longest)))
    time.sleep(waited / 1000)
    return {"waited_ms": waited}


@app.get("/random_status")
def random_status():
    status = random.choice([200, 200, 300, 400, 500])
    if status >= 400:
        abort(status, f"{status} was drawn.")
    return {"status": status}, status


@app.get("/io_task")
def io_task():
    time.sleep(1)
    return {"waited_ms": 1000}


@app.get("/cpu_task")
def cpu_task():
    started = time.perf_counter()
    result = hashlib.pbkdf2_hmac("sha256", b"span", b"metrics", 60_000).hex()
    return {"result": result, "took_ms": round((time.perf_counter() - started) * 1000)}


@app.get("/readyz")
def readyz():
    return {"status": "ready"}


@app.errorhandler(HTTPException)
def problem(error):
    return {"detail": error.description}, error.code


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # by default Python ends at once, and its last spans are lost
    logging.basicConfig(level=logging.INFO)
    serve(app, host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "8022")), threads=8)
