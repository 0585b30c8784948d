"""The guest FastAPI once more, instrumented by code: the same application, and everything that telemetry needs in sight.

Compare with guest-fastapi (docs/guests.md). The addresses come from the same variables, OTEL_*; what is set here is
what variables cannot say. Run: python main.py, with guests/fastapi on PYTHONPATH
"""

import os

os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http,database")  # before the instrumentations are loaded

from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.instrumentation.logging import LoggingInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# The resource: variables first (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES); the SDK adds service.instance.id.
resource = Resource.create()

traces = TracerProvider(resource=resource)
traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(traces)
metrics.set_meter_provider(
    MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])
)
if os.environ.get("OTEL_LOGS_EXPORTER") != "none":
    logs = LoggerProvider(resource=resource)
    logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    set_logger_provider(logs)
    LoggingInstrumentor().instrument()  # lines of `logging` go there, with the ids of their span
# W3C tracecontext and baggage are the API's default propagators: nothing to set.

import database  # noqa: E402  what is instrumented comes after what instruments
from app import app, serve  # noqa: E402

HTTPXClientInstrumentor().instrument()
AsyncPGInstrumentor().instrument()  # statements without their parameters
database.add_routes(app)
FastAPIInstrumentor.instrument_app(
    app,
    excluded_urls="/readyz$",
    exclude_spans=["receive", "send"],  # else two INTERNAL spans `http send` for each request: no variable turns them off
)

serve()  # at the end of the process the providers flush by themselves
