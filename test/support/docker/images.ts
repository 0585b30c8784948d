import type { LabEnv } from '../../../lab/src/parts/env-file.ts';

/** An upstream image that the compose files or Dockerfiles use. */
export type UpstreamImage =
  | 'node'
  | 'collector'
  | 'prometheus'
  | 'alertmanager'
  | 'toxiproxy'
  | 'tempo'
  | 'cassandra'
  | 'jaeger'
  | 'k6'
  | 'grafana'
  | 'postgres'
  | 'kafka'
  | 'valkey'
  | 'python'
  | 'maven'
  | 'java'
  | 'golang';

/** Upstream's names with the versions of `.env`, in the order of the data. */
export function upstreamImages(env: LabEnv): Record<UpstreamImage, string> {
  return {
    k6: `grafana/k6:${env.K6_VERSION}`,
    postgres: `postgres:${env.POSTGRES_VERSION}`,
    kafka: `apache/kafka:${env.KAFKA_VERSION}`,
    valkey: `valkey/valkey:${env.VALKEY_VERSION}`,
    python: `python:${env.GUEST_PYTHON_VERSION}-slim-bookworm`,
    maven: `maven:${env.GUEST_MAVEN_VERSION}-eclipse-temurin-17`,
    java: 'eclipse-temurin:17-jre',
    golang: `golang:${env.GUEST_GO_VERSION}-bookworm`,
    node: `node:${env.LAB_NODE_VERSION}-bookworm-slim`,
    collector: `otel/opentelemetry-collector-contrib:${env.COLLECTOR_VERSION}`,
    tempo: `grafana/tempo:${env.TEMPO_VERSION}`,
    prometheus: `prom/prometheus:v${env.PROMETHEUS_VERSION}`,
    alertmanager: `prom/alertmanager:v${env.ALERTMANAGER_VERSION}`,
    toxiproxy: `ghcr.io/shopify/toxiproxy:${env.TOXIPROXY_VERSION}`,
    cassandra: `cassandra:${env.CASSANDRA_VERSION}`,
    jaeger: `jaegertracing/jaeger:${env.JAEGER_VERSION}`,
    grafana: `grafana/grafana:${env.GRAFANA_VERSION}`,
  };
}
