import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import type { LabEnv } from '../../../parts/env-file.ts';
import { type Link, nativeProxies } from '../../../parts/links.ts';
import { partNamed } from '../../../parts/parts.ts';
import { labFiles } from '../../lab-files.ts';
import { binaryOf, type PartPlan } from './plan.ts';

/** Toxiproxy on loopback, with the proxies of its links. Without a fault it passes on what comes. */
export function toxiproxyPlan(part: Link['through']): PartPlan {
  const folder = () => join(labFiles().run, part);
  const file = () => join(folder(), 'proxies.json');
  const write = (env: LabEnv) => writeFileSync(file(), `${JSON.stringify(nativeProxies(part, env), null, 2)}\n`);
  return {
    part,
    engines: ['toxiproxy'],
    prepare: ({ env }) => {
      mkdirSync(folder(), { recursive: true });
      write(env);
    },
    command: (state) => ({
      file: binaryOf(state, 'toxiproxy'),
      args: ['-host=127.0.0.1', `-port=${state.env[partNamed(part).ports[0]!.variable]}`, `-config=${file()}`],
      cwd: folder(),
      env: { ...baseEnvironment(), LOG_LEVEL: 'warn', GOGC: '50' }, // a smaller heap for a little more CPU
    }),
  };
}
