import { afterAll, expect, inject, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { startLab } from '../support/start-lab.ts';

const docker = inject('docker');
Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
const lab = await startLab({ stack: 'tempo', docker: dockerOptions(docker), capabilities: ['generators'] });
afterAll(() => lab[Symbol.asyncDispose]());

test('the overlay of a capability comes up with the stack, and the check passes with its hop', async () => {
  expect(lab.parts).toContain('generator');
  const { hops, ledger } = await check(lab, { requests: 50 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(hops.find(({ name }) => name === 'generator')).not.toHaveProperty('skipped');
  expect(ledger!.differences).toEqual([]);
});

test('the console knows that it is on: its picture has the generator', async () => {
  const info = (await (await fetch(`${lab.endpoints.console}/api/lab`)).json()) as { nodes: { name: string }[] };
  expect(info.nodes.map(({ name }) => name)).toContain('generator');
});
