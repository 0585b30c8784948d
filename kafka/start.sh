#!/bin/bash
# Starts Kafka in a container with the settings of both runtimes, and the addresses that other containers reach.
#   docker-compose.shop.yaml --> [this] --> kafka-server-start.sh
# The image's own entry point writes into its program folder, which is read-only here.
set -euo pipefail

sed -e 's|^listeners=.*|listeners=PLAINTEXT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093|' \
  -e 's|^advertised.listeners=.*|advertised.listeners=PLAINTEXT://kafka:9092|' \
  -e 's|${PORT}|9092|; s|${CONTROLLER_PORT}|9093|; s|${DATA}|/var/lib/kafka/data|' \
  /etc/shop/server.properties >/tmp/server.properties

if [ ! -s /var/lib/kafka/data/meta.properties ]; then
  /opt/kafka/bin/kafka-storage.sh format --ignore-formatted -t c3Bhbi1tZXRyaWNzLWxhYg -c /tmp/server.properties
fi
export KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=/etc/shop/log4j2.properties
exec /opt/kafka/bin/kafka-server-start.sh /tmp/server.properties
