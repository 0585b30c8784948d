import { expect, test } from 'vitest';
import type { Container } from './containers.ts';
import { culpritOf } from './culprit.ts';
import { container } from './testing.ts';

// What Compose 2.40 with engine 20.10 printed in these cases.

test('a taken port is reported with the service that needs it and the variable that moves it', async () => {
  const printed = ` Container lab-tempo-1  Starting
Error response from daemon: driver failed programming external connectivity on endpoint lab-tempo-1 (d3f467e6): Error starting userland proxy: listen tcp4 127.0.0.1:21009: bind: address already in use`;
  expect(await culprit({ printed })).toMatchObject({
    what: 'Port 21009 is taken: Tempo cannot listen there.',
    next: 'stop it, or: TEMPO_PORT=21010 npm start',
  });
});

test('a port that another container holds is reported in the same way', async () => {
  const printed =
    'Error response from daemon: driver failed programming external connectivity on endpoint lab-otel-collector-1 (61a0): Bind for 127.0.0.1:4317 failed: port is already allocated';
  expect((await culprit({ printed })).what).toBe('Port 4317 is taken: Collector cannot listen there.');
});

test.each([
  ['No such image: grafana/tempo:9.9.9', 'Error response from daemon: No such image: grafana/tempo:9.9.9'],
  ['manifest unknown', ' tempo Error manifest for grafana/tempo:9.9.9 not found: manifest unknown: manifest unknown'],
])('an image that does not exist (%s): its name', async (_, printed) => {
  expect(await culprit({ printed })).toMatchObject({
    what: 'Image grafana/tempo:9.9.9 is not available.',
    next: expect.stringContaining('.env'),
  });
});

test('an unreachable registry is reported, with the runtime that needs none', async () => {
  const away =
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host';
  expect(
    await culprit({ printed: ` tempo Pulling \n tempo Error ${away}\nError response from daemon: ${away}` }),
  ).toMatchObject({
    what: 'The image of Tempo is not available.',
    found: 'no answer of the image registry',
    cause: away,
    next: expect.stringContaining('--runtime native'),
  });
});

test('a missing configuration file is reported with its path and its reader', async () => {
  const printed =
    ' Container lab-otel-collector-1  Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /checkout/nope.yaml';
  expect(await culprit({ printed })).toMatchObject({
    what: 'A file that Collector reads is missing.',
    expected: '/checkout/nope.yaml',
  });
});

test('an unhealthy probe is reported as the engine that it probes, with the last log lines', async () => {
  const containers = [
    container('tempo'),
    container('otel-collector'),
    container('otel-collector-ready', { health: 'unhealthy', healthSaid: 'connect ECONNREFUSED 172.18.0.4:13133' }),
  ];
  const failure = await culprit({ printed: 'container lab-otel-collector-ready-1 is unhealthy', containers });
  expect(failure).toMatchObject({
    what: 'Collector did not become usable.',
    found: expect.stringContaining('ECONNREFUSED'),
    cause: 'last log lines: log of lab-otel-collector-1',
  });
});

test('a part that restarts again and again is reported, rather than those that fail because of it', async () => {
  const containers = [
    container('gateway', { health: 'unhealthy' }),
    container('prometheus', { state: 'restarting', exitCode: 2 }),
  ];
  const failure = await culprit({ printed: 'container lab-gateway-1 is unhealthy', containers });
  expect(failure).toMatchObject({
    what: 'Prometheus did not become usable.',
    found: 'lab-prometheus-1 ended with exit code 2',
  });
});

test('a refusal by the guard is quoted', async () => {
  const containers = [container('guard', { state: 'exited', exitCode: 1 }), container('gateway', { state: 'created' })];
  const failure = await culprit({ printed: 'service "guard" didn\'t complete successfully: exit 1', containers });
  expect(failure).toMatchObject({ what: 'The guard refused the start.', found: 'log of lab-guard-1' });
});

test('any other failure is reported with the last lines of Compose', async () => {
  const failure = await culprit({
    printed: 'one\ntwo\nyaml: line 3: mapping values are not allowed',
    containers: [container('guard', { state: 'exited' })],
  });
  expect(failure).toMatchObject({ what: 'docker compose up failed.', cause: expect.stringContaining('line 3') });
});

function culprit({ printed, containers = [] }: { printed: string; containers?: Container[] }) {
  return culpritOf({
    project: 'lab',
    printed,
    exitCode: 1,
    containers,
    variableOf: (port) => (port === 21009 ? 'TEMPO_PORT' : undefined),
    lastLog: async ({ name }) => `log of ${name}`,
  });
}
