package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/contrib/instrumentation/runtime"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"
)

const version = "1.0.0"

// startTelemetry sets up traces, metrics and logs from the variables OTEL_*, and returns what flushes and ends them.
func startTelemetry(ctx context.Context) (func(context.Context) error, error) {
	if os.Getenv("OTEL_SDK_DISABLED") == "true" { // specified, and not read by Go's SDK
		return func(context.Context) error { return nil }, nil
	}
	about, err := resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithAttributes(semconv.ServiceName(name)),
		resource.WithService(), // service.instance.id
		resource.WithProcessRuntimeName(), resource.WithProcessRuntimeVersion(),
		resource.WithFromEnv(), // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME come last, so they win
	)
	if err != nil {
		return nil, err
	}
	spans, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	points, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return nil, err
	}
	traces := sdktrace.NewTracerProvider(sdktrace.WithResource(about), sdktrace.WithBatcher(spans))
	metrics := metric.NewMeterProvider(metric.WithResource(about), metric.WithReader(metric.NewPeriodicReader(points)))
	otel.SetTracerProvider(traces)
	otel.SetMeterProvider(metrics)
	// Go propagates nothing by default
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}))
	if err := runtime.Start(); err != nil {
		return nil, err
	}
	ends := []func(context.Context) error{traces.Shutdown, metrics.Shutdown}
	if os.Getenv("OTEL_LOGS_EXPORTER") != "none" {
		lines, err := otlploghttp.New(ctx)
		if err != nil {
			return nil, err
		}
		logs := sdklog.NewLoggerProvider(sdklog.WithResource(about), sdklog.WithProcessor(sdklog.NewBatchProcessor(lines)))
		slog.SetDefault(otelslog.NewLogger(name, otelslog.WithLoggerProvider(logs)))
		ends = append(ends, logs.Shutdown)
	}
	return func(ctx context.Context) error {
		var err error
		for _, end := range ends {
			err = errors.Join(err, end(ctx))
		}
		return err
	}, nil
}

// observed makes a SERVER span for each request but those of probes. One without a route is named by its method alone.
func observed(next http.Handler) http.Handler {
	return otelhttp.NewHandler(next, name,
		otelhttp.WithFilter(func(r *http.Request) bool { return r.URL.Path != "/readyz" }),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
			return strings.TrimSpace(method(r) + " " + route(r))
		}),
	)
}

// withRoute gives the span its http.route: the mux finds the route after otelhttp has started the span.
func withRoute(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		trace.SpanFromContext(r.Context()).SetAttributes(semconv.HTTPRoute(route(r)))
		next(w, r)
	}
}

// route is the mux' pattern without method, and without the mark `{$}` for the end of the path.
func route(r *http.Request) string {
	_, path, _ := strings.Cut(r.Pattern, " ")
	return strings.TrimSuffix(path, "{$}")
}

// method as the conventions name it: anybody can send any word.
func method(r *http.Request) string {
	switch r.Method {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH":
		return r.Method
	}
	return "HTTP"
}

// clientSpanName names calls by their method, as the conventions do; otelhttp's own name is `HTTP GET`.
var clientSpanName = otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method })
