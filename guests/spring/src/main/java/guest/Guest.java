package guest;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/** The guest Spring Boot: the routes of the lab's playground. Nothing of OpenTelemetry is in here: the agent adds it. */
@SpringBootApplication
@RestController
public class Guest {
  private static final Logger log = LoggerFactory.getLogger(Guest.class);
  private static final List<Integer> STATUSES = List.of(200, 200, 300, 400, 500);

  @Value("${OTEL_SERVICE_NAME:guest-spring}")
  private String name;

  @Value("${NEXT_URL:}")
  private String nextUrl;

  private final RestClient client = RestClient.create();

  public static void main(String[] args) {
    SpringApplication.run(Guest.class, args);
  }

  @GetMapping("/")
  Map<String, String> index() {
    return Map.of("guest", name);
  }

  @GetMapping("/items/{id}")
  Map<String, Long> item(@PathVariable long id) {
    return Map.of("id", id);
  }

  record Hops(List<String> hops) {}

  /** This hop and those behind it. The agent lets the client carry trace and baggage on. */
  @GetMapping("/chain")
  Hops chain() {
    List<String> behind =
        nextUrl.isEmpty() ? List.of() : client.get().uri(nextUrl + "/chain").retrieve().body(Hops.class).hops();
    log.info("chain: {} behind", behind.size());
    return new Hops(Stream.concat(Stream.of(name), behind.stream()).toList());
  }

  @GetMapping("/error_test")
  void errorTest() {
    throw new IllegalStateException("error_test: thrown on purpose");
  }

  @GetMapping("/random_sleep")
  Map<String, Integer> randomSleep(@RequestParam(defaultValue = "5000") int max) throws InterruptedException {
    if (max < 0 || max > 5000) throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "max: 0 to 5000 (ms)");
    int waited = ThreadLocalRandom.current().nextInt(max + 1);
    Thread.sleep(waited);
    return Map.of("waited_ms", waited);
  }

  @GetMapping("/random_status")
  ResponseEntity<Map<String, Integer>> randomStatus() {
    int status = STATUSES.get(ThreadLocalRandom.current().nextInt(STATUSES.size()));
    return ResponseEntity.status(status).body(Map.of("status", status));
  }

  @GetMapping("/io_task")
  Map<String, Integer> ioTask() throws InterruptedException {
    Thread.sleep(1000);
    return Map.of("waited_ms", 1000);
  }

  @GetMapping("/cpu_task")
  Map<String, Object> cpuTask() throws GeneralSecurityException {
    long started = System.nanoTime();
    var key = new PBEKeySpec("span".toCharArray(), "metrics".getBytes(), 60_000, 128);
    byte[] result = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    return Map.of(
        "result", HexFormat.of().formatHex(result), "took_ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
  }

  @GetMapping("/readyz")
  Map<String, String> readyz() {
    return Map.of("status", "ready");
  }
}
