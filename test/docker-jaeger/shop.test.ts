import { expect, inject, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { hopNames } from '../../lab/src/check/hop-names.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { startLab } from '../support/start-lab.ts';

const docker = inject('docker');

test('the shop comes up with both stores, and the check finds each purchase in both', async () => {
  Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
  await using lab = await startLab({ stack: 'both', docker: dockerOptions(docker), capabilities: ['shop'] });
  const upTo = hopNames.slice(0, hopNames.indexOf('purchases') + 1);
  const { hops } = await check(lab, { requests: 0, names: upTo });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(hops.at(-1)).not.toHaveProperty('skipped');
});
