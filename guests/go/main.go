// The guest Go: the routes of the lab's playground, with otelhttp around the mux. Telemetry is in telemetry.go.
package main

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

var (
	name    = or("OTEL_SERVICE_NAME", "guest-go")
	nextURL = os.Getenv("NEXT_URL")
	client  = http.Client{Timeout: 30 * time.Second, Transport: otelhttp.NewTransport(http.DefaultTransport, clientSpanName)}
)

func main() {
	if len(os.Args) > 1 {
		os.Exit(answerOnly(os.Args[1]))
	}
	if err := run(); err != nil {
		slog.Error("the guest ends", "error", err)
		os.Exit(1)
	}
}

// answerOnly does what an argument asks for, without serving: `version`, or `probe` for a healthcheck. Returns the exit code.
func answerOnly(question string) int {
	switch question {
	case "version":
		fmt.Println(version)
		return 0
	case "probe":
		probe := http.Client{Timeout: 3 * time.Second}
		response, err := probe.Get("http://" + net.JoinHostPort("127.0.0.1", or("PORT", "8024")) + "/readyz")
		if err == nil && response.StatusCode == http.StatusOK {
			return 0
		}
	}
	fmt.Fprintln(os.Stderr, "expected: version, or probe of a guest that runs")
	return 1
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	flush, err := startTelemetry(ctx)
	if err != nil {
		return err
	}
	defer func() { // the last spans leave before the process does
		soon, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		err = errors.Join(err, flush(soon))
	}()

	server := &http.Server{
		Addr:              net.JoinHostPort(or("HOST", "127.0.0.1"), or("PORT", "8024")),
		Handler:           observed(routes()),
		ReadHeaderTimeout: 10 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		soon, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		return server.Shutdown(soon)
	}
}

func routes() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /{$}":           index,
		"GET /items/{id}":    item,
		"GET /chain":         chain,
		"GET /error_test":    errorTest,
		"GET /random_sleep":  randomSleep,
		"GET /random_status": randomStatus,
		"GET /io_task":       ioTask,
		"GET /cpu_task":      cpuTask,
		"GET /readyz":        readyz,
	} {
		mux.HandleFunc(pattern, withRoute(handle))
	}
	return mux
}

func index(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"guest": name})
}

func item(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 53)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"detail": "id: a whole number"})
		return
	}
	answer(w, http.StatusOK, map[string]any{"id": id})
}

// chain answers with this hop and those behind it. The instrumented transport carries trace and baggage on.
func chain(w http.ResponseWriter, r *http.Request) {
	hops, err := hopsBehind(r.Context())
	if err != nil {
		slog.ErrorContext(r.Context(), "chain", "error", err)
		answer(w, http.StatusBadGateway, map[string]any{"detail": "the next hop failed"})
		return
	}
	slog.InfoContext(r.Context(), "chain", "behind", len(hops))
	answer(w, http.StatusOK, map[string]any{"hops": append([]string{name}, hops...)})
}

func hopsBehind(ctx context.Context) ([]string, error) {
	if nextURL == "" {
		return nil, nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, nextURL+"/chain", nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", nextURL, response.Status)
	}
	var body struct {
		Hops []string `json:"hops"`
	}
	err = json.NewDecoder(response.Body).Decode(&body)
	return body.Hops, err
}

func errorTest(w http.ResponseWriter, r *http.Request) {
	slog.ErrorContext(r.Context(), "error_test: failed on purpose")
	answer(w, http.StatusInternalServerError, map[string]any{"detail": "error_test: failed on purpose"})
}

func randomSleep(w http.ResponseWriter, r *http.Request) {
	longest := 5000
	if text := r.URL.Query().Get("max"); text != "" {
		var err error
		if longest, err = strconv.Atoi(text); err != nil || longest < 0 || longest > 5000 {
			answer(w, http.StatusBadRequest, map[string]any{"detail": "max: a whole number from 0 to 5000 (ms)"})
			return
		}
	}
	waited := rand.IntN(longest + 1)
	time.Sleep(time.Duration(waited) * time.Millisecond)
	answer(w, http.StatusOK, map[string]any{"waited_ms": waited})
}

func randomStatus(w http.ResponseWriter, _ *http.Request) {
	status := []int{200, 200, 300, 400, 500}[rand.IntN(5)]
	answer(w, status, map[string]any{"status": status})
}

func ioTask(w http.ResponseWriter, _ *http.Request) {
	time.Sleep(time.Second)
	answer(w, http.StatusOK, map[string]any{"waited_ms": 1000})
}

func cpuTask(w http.ResponseWriter, _ *http.Request) {
	started := time.Now()
	key, err := pbkdf2.Key(sha256.New, "span", []byte("metrics-metrics-"), 60_000, 16)
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]any{"detail": err.Error()})
		return
	}
	answer(w, http.StatusOK, map[string]any{"result": hex.EncodeToString(key), "took_ms": time.Since(started).Milliseconds()})
}

func readyz(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"status": "ready"})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that has left reads no answer
}

func or(variable, fallback string) string {
	if value := os.Getenv(variable); value != "" {
		return value
	}
	return fallback
}
