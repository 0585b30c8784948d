import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { until } from '../base/poll.ts';
import { readSenders } from './containers.ts';
import { senderProcesses, variablesIn } from './processes.ts';

test('of an environment only what is judged is read, and no header', () => {
  const environ = [
    'OTEL_SERVICE_NAME=a',
    'OTEL_EXPORTER_OTLP_HEADERS=k=v',
    'OTEL_EXPORTER_OTLP_TRACES_HEADERS=k=v',
    'PASSWORD=x',
    'no_proxy=*',
    'B',
    '',
  ];
  expect(variablesIn(environ.join('\0'))).toEqual({ OTEL_SERVICE_NAME: 'a', no_proxy: '*' });
});

test.runIf(process.platform === 'linux')('a process of this user is seen, one of the lab is not', async () => {
  const idle = ['-e', 'setInterval(() => {}, 1000)'];
  const env = { PATH: process.env['PATH'], OTEL_SERVICE_NAME: 'seen-by-a-test' };
  const stranger = spawn(process.execPath, idle, { env, stdio: 'ignore' });
  const ours = spawn(process.execPath, idle, { env, stdio: 'ignore', argv0: 'span-metrics-lab:1/gateway' });
  const seen = () => senderProcesses().filter(({ variables }) => variables['OTEL_SERVICE_NAME'] === 'seen-by-a-test');
  try {
    await until('the process is seen', () => (seen().length > 0 ? true : undefined));
    expect(seen().map(({ pid }) => pid)).toEqual([stranger.pid]);
  } finally {
    stranger.kill();
    ours.kill();
  }
});

test('of containers those of the lab are left out', () => {
  const container = (name: string, project: string | undefined, env: string[]) => ({
    Name: `/${name}`,
    Config: { Env: env, Labels: project ? { 'com.docker.compose.project': project } : null },
    HostConfig: { NetworkMode: 'lab_apps' },
    NetworkSettings: { Networks: { lab_apps: {} } },
  });
  const all = [
    container('mine', undefined, ['OTEL_SERVICE_NAME=mine', 'SECRET=x']),
    container('gateway', 'lab', ['OTEL_SERVICE_NAME=gateway']),
    container('database', undefined, ['PASSWORD=x']),
  ];
  expect(readSenders(JSON.stringify(all), 'lab')).toEqual([
    { name: 'mine', variables: { OTEL_SERVICE_NAME: 'mine' }, networks: ['lab_apps'], ownNetwork: true },
  ]);
});
