import { execa } from 'execa';
import { afterAll, expect, inject, test } from 'vitest';
import { notificationsAt } from '../../lab/src/backends/notifications.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { receiverId } from '../../lab/src/parts/receiver.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { startLab } from '../support/start-lab.ts';

const docker = inject('docker');
Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
const lab = await startLab({ stack: 'tempo', docker: dockerOptions(docker), capabilities: ['alerts'] });
afterAll(() => lab[Symbol.asyncDispose]());

const patience = { deadline: 60_000, every: 500 };

test('alerts come up with the stack, and the check passes with its hop', async () => {
  const { hops } = await check(lab, { requests: 10 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(hops.find((hop) => hop.name === 'alerts')).not.toHaveProperty('skipped');
});

test('a container that is stopped is told to the console, and told again when it is back', async () => {
  const told = (status: string) => async () => {
    const all = await notificationsAt(lab.endpoints.console!);
    return all.find((one) => one.status === status && one.alerts.some(({ labels }) => labels['job'] === 'tempo'));
  };
  await lab.lab.stop('tempo');
  await until('Tempo is told to be down', told('firing'), patience);
  await lab.lab.start('tempo');
  await until('Tempo is told to be up', told('resolved'), patience);
});

test('an app cannot post to the receiver: the console refuses its network', async () => {
  const { COMPOSE_PROJECT_NAME: project = '' } = docker.environment;
  expect(project).toBeDefined();
  const { stdout } = await execa('docker', ['ps', '--format', '{{.Names}}', '--filter', 'name=gateway-1']);
  const post = `fetch('http://console-among-apps:4000/${receiverId}', { method: 'POST', headers: { host: 'console:4000', 'content-type': 'application/json' }, body: '{}' }).then(async (r) => console.log(r.status))`;
  const answer = await execa('docker', ['exec', stdout.split('\n')[0]!, 'node', '-e', post]);
  expect(['403', '421']).toContain(answer.stdout.trim()); // refused by its network, or by the name
});
