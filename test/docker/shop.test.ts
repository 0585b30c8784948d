import { execa } from 'execa';
import { afterAll, expect, inject, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { keepPurchaseLedger } from '../../lab/src/check/shop/purchase-ledger.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { shopOf } from '../support/purchases.ts';
import { startLab } from '../support/start-lab.ts';

const docker = inject('docker');
Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
const lab = await startLab({ stack: 'tempo', docker: dockerOptions(docker), capabilities: ['shop'] });
afterAll(() => lab[Symbol.asyncDispose]());

test('the shop comes up with the stack, and the check passes with its hops', async () => {
  const { hops, ledger } = await check(lab, { requests: 50 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  for (const name of ['database', 'queue', 'cache', 'purchases'])
    expect(hops.find((hop) => hop.name === name)).not.toHaveProperty('skipped');
  expect(ledger!.differences).toEqual([]);
});

test('200 purchases are exact in containers', async () => {
  const { differences } = await keepPurchaseLedger(shopOf(lab), { purchases: 200, concurrency: 20 });
  expect(differences).toEqual([]);
});

test('no engine of the shop is reached from outside its network, and each asks who is there', async () => {
  const { COMPOSE_PROJECT_NAME: project = '' } = docker.environment;
  expect(project).toBeDefined();
  const { stdout } = await execa('docker', ['ps', '--format', '{{.Names}}\t{{.Ports}}\t{{.Networks}}']);
  const engines = stdout.split('\n').filter((line) => /(postgres|kafka|valkey)-1\t/.test(line));
  expect(engines).toHaveLength(3);
  for (const line of engines) {
    const [, ports = '', networks = ''] = line.split('\t');
    expect(ports).not.toContain('->');
    expect(networks).toMatch(/_data$/);
  }
});
