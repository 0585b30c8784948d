// Refuses a lab that other machines could log in to with the password that everybody knows.
// Runs before every service that publishes a port; `docker compose logs guard` shows why it refused.
const { BIND_ADDR = '127.0.0.1', GRAFANA_ADMIN_PASSWORD = 'admin' } = process.env;
const loopback = /^(127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/.test(BIND_ADDR);

if (!loopback && ['', 'admin'].includes(GRAFANA_ADMIN_PASSWORD)) {
  console.error(`Ports on ${BIND_ADDR} while Grafana's password is "admin": refused.
  expected  BIND_ADDR on loopback, or a password of your own
  found     BIND_ADDR=${BIND_ADDR}, GRAFANA_ADMIN_PASSWORD=admin
  next      GRAFANA_ADMIN_PASSWORD=... BIND_ADDR=${BIND_ADDR} docker compose up -d --wait
Nothing was started.`);
  process.exit(1);
}
