// Refuses to start a lab that other machines could log in to with Grafana's default password.
// Runs before every service that publishes a port; `docker compose logs guard` shows why it refused.
import { isLoopback } from './loopback.ts';

const { BIND_ADDR = '127.0.0.1', GRAFANA_ADMIN_PASSWORD = 'admin' } = process.env;

if (!isLoopback(BIND_ADDR) && ['', 'admin'].includes(GRAFANA_ADMIN_PASSWORD)) {
  console.error(`Refusing to publish ports on ${BIND_ADDR} with Grafana's default password.
  expected  BIND_ADDR on loopback, or a password of your own
  found     BIND_ADDR=${BIND_ADDR}, GRAFANA_ADMIN_PASSWORD=admin
  next      GRAFANA_ADMIN_PASSWORD=... BIND_ADDR=${BIND_ADDR} docker compose up -d --wait
Nothing was started.`);
  process.exit(1);
}
