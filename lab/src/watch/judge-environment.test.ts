import { describe, expect, test } from 'vitest';
import { type Circumstances, judgeEnvironment, nameIn, type Variables } from './judge-environment.ts';

const lab = { grpc: 'http://127.0.0.1:4317', http: 'http://127.0.0.1:4318' };
const listener = (port: number) => ({ 4317: 'pid 1 (otelcol)', 4318: 'pid 1 (otelcol)', 9411: 'pid 2 (zipkin)' })[port];
const named = { OTEL_SERVICE_NAME: 'shop' };

const judge = (variables: Variables, about: Partial<Circumstances> = {}) =>
  judgeEnvironment({ ...named, ...variables }, lab, { service: 'shop', program: 'node', listener, ...about });
const mistakesOf = (variables: Variables, about?: Partial<Circumstances>) =>
  judge(variables, about).map(({ mistake }) => mistake);

describe('a right environment has no finding', () => {
  test.each<[string, Variables, Partial<Circumstances>]>([
    ['HTTP', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, {}],
    ['gRPC', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, {}],
    ['nothing set, Node', {}, {}],
    ['nothing set, Python', {}, { program: 'python3' }],
    ['gRPC by default, Python', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, { program: 'python3.11' }],
    ['the address of traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }, {}],
    ['a path ends with a slash', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' }, {}],
    [
      'an unknown program on the port of gRPC',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' },
      { program: 'app' },
    ],
    [
      'a proxy that leaves the lab out',
      { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost' },
      { program: 'python3' },
    ],
    ['a proxy that Node does not read', { HTTP_PROXY: 'http://proxy:3128' }, {}],
    ['a proxy that Go does not use for loopback', { HTTP_PROXY: 'http://proxy:3128' }, { program: 'app' }],
    [
      'a container in the network',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4318' },
      { container: { collector: 'otel-collector', network: 'lab_apps', joined: true } },
    ],
    ['a sampler that keeps some', { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' }, {}],
  ])('%s', (_, variables, about) => expect(judge(variables, about)).toEqual([]));
});

describe('a mistake is named', () => {
  test.each<[string, Variables, Partial<Circumstances>]>([
    ['HTTP to the port of gRPC', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, {}],
    [
      'HTTP to the port of gRPC',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      { program: 'app' },
    ],
    [
      'gRPC to the port of HTTP',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      {},
    ],
    ['gRPC to the port of HTTP', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, { program: 'python3' }],
    ['TLS, which the lab does not speak', { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://localhost:4318' }, {}],
    ['an address without http://', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, {}],
    ['an address that is none', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://' }, {}],
    ['a wrong path, probably /v1/traces twice', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/v1/traces' }, {}],
    ['a wrong path, probably /v1/traces twice', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318' }, {}],
    ['a port where nothing listens', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:14318' }, {}],
    ['the port of another program', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:9411' }, {}],
    ['another host', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' }, {}],
    ['localhost in a container', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, { container: {} }],
    ['localhost in a container', {}, { container: { collector: 'otel-collector', network: 'lab_apps', joined: true } }],
    [
      'a container outside the network of the lab',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4318' },
      { container: { collector: 'otel-collector', network: 'lab_apps', joined: false } },
    ],
    ['a proxy between the service and the lab', { HTTP_PROXY: 'http://proxy:3128' }, { program: 'python3' }],
    ['a proxy between the service and the lab', { HTTP_PROXY: 'http://proxy:3128', NODE_USE_ENV_PROXY: '1' }, {}],
    [
      'a proxy between the service and the lab',
      { http_proxy: 'http://proxy:3128', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      {},
    ],
    ['the SDK is switched off', { OTEL_SDK_DISABLED: 'true' }, {}],
    ['spans are not exported by OTLP', { OTEL_TRACES_EXPORTER: 'none' }, {}],
    ['the sampler drops every span', { OTEL_TRACES_SAMPLER: 'always_off' }, {}],
    [
      'the sampler drops every span',
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
      {},
    ],
    ['another service.name', { OTEL_SERVICE_NAME: 'Shop-1' }, {}],
  ])('%s: %o', (mistake, variables, about) => expect(mistakesOf(variables, about)).toEqual([mistake]));
});

test('the evidence has the variable and its value, the fix has the line', () => {
  expect(judge({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' })).toEqual([
    {
      mistake: 'HTTP to the port of gRPC',
      evidence: 'has OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 with protocol http/protobuf; 4317 speaks gRPC',
      fix: 'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 (or OTEL_EXPORTER_OTLP_PROTOCOL=grpc)',
    },
  ]);
});

test('of an address that is not stated, no variable is claimed', () => {
  const moved = { grpc: 'http://127.0.0.1:6317', http: 'http://127.0.0.1:6318' };
  const about = { service: 'shop', program: 'node', listener: () => undefined };
  expect(judgeEnvironment(named, moved, about).map(({ evidence }) => evidence)).toEqual([
    'has no OTEL_EXPORTER_OTLP_ENDPOINT: if its code states none either, it sends to http://localhost:4318; nothing listens on 4318',
  ]);
  expect(judgeEnvironment({ OTEL_BSP_SCHEDULE_DELAY: '1' }, moved, about)).toEqual([]);
});

test('what signs in is never shown', () => {
  const found = judge({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret-1@localhost:4317/?token=secret-2',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret-3',
    HTTP_PROXY: 'http://user:secret-4@proxy',
    NODE_USE_ENV_PROXY: '1',
  });
  expect(found.length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('a process of another service that sends elsewhere is not judged', () => {
  const others = { OTEL_SERVICE_NAME: 'other', OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example:4318' };
  expect(judge(others)).toEqual([]);
  expect(judge({ OTEL_SERVICE_NAME: undefined, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:9411' })).toEqual([]);
  expect(judge({ OTEL_SERVICE_NAME: undefined, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:14318' })).toEqual([]);
});

test('one without a name that sends to a port of collectors where nothing listens may be meant', () => {
  const moved = { grpc: 'http://127.0.0.1:6317', http: 'http://127.0.0.1:6318' };
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
  const about = { service: 'shop', program: 'node', listener: () => undefined };
  expect(judgeEnvironment(variables, moved, about).map(({ mistake }) => mistake)).toEqual([
    'a port where nothing listens',
  ]);
  expect(judgeEnvironment(variables, moved, { ...about, listener })).toEqual([]);
});

test('a name is read from either variable', () => {
  expect(nameIn({ OTEL_SERVICE_NAME: 'a', OTEL_RESOURCE_ATTRIBUTES: 'service.name=b' })).toBe('a');
  expect(nameIn({ OTEL_RESOURCE_ATTRIBUTES: 'x=1, service.name = b%20c ,y=2' })).toBe('b c');
  expect(nameIn({ OTEL_RESOURCE_ATTRIBUTES: 'other.service.name=b' })).toBeUndefined();
});
