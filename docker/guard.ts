// Refuses to start a lab that other machines could log in to with Grafana's default password, or whose collector would
// misread the origins of web pages.
// Runs before every service that publishes a port; `docker compose logs guard` shows why it refused.
import { isLoopback } from './loopback.ts';
import { isListOfOrigins } from './origins.ts';

const { BIND_ADDR = '127.0.0.1', GRAFANA_ADMIN_PASSWORD = 'admin', OTLP_CORS_ORIGINS = '' } = process.env;

if (!isLoopback(BIND_ADDR) && ['', 'admin'].includes(GRAFANA_ADMIN_PASSWORD)) {
  console.error(`Refusing to publish ports on ${BIND_ADDR} with Grafana's default password.
  expected  BIND_ADDR on loopback, or a password of your own
  found     BIND_ADDR=${BIND_ADDR}, GRAFANA_ADMIN_PASSWORD=admin
  next      GRAFANA_ADMIN_PASSWORD=... BIND_ADDR=${BIND_ADDR} docker compose up -d --wait
Nothing was started.`);
  process.exit(1);
}

if (!isListOfOrigins(OTLP_CORS_ORIGINS)) {
  console.error(`Refusing to open the collector to these web pages.
  expected  OTLP_CORS_ORIGINS empty, or origins separated by commas, such as http://localhost:5173
  found     OTLP_CORS_ORIGINS=${OTLP_CORS_ORIGINS}
  next      OTLP_CORS_ORIGINS=http://localhost:5173 docker compose up -d --wait
Nothing was started.`);
  process.exit(1);
}
