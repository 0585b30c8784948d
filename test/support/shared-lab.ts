import { inject } from 'vitest';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { findLab } from '../../lab/src/runtime/find-lab.ts';
import { layerAt, type OwnLayer } from './own-layer.ts';
import { type TestLab, testLabOf } from './test-lab.ts';

/** How a test file finds the lab of its run. */
export type SharedLab = {
  env: LabEnv;
  home: string;
  /** A layer on top of the collector's configuration, which tests may change. */
  collector: string;
  /** Compose project of a lab of containers. */
  project?: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    lab: SharedLab;
  }
}

/** The lab of this run, which all files use one after the other. Starts the parts that an earlier file left stopped. */
export async function sharedLab(): Promise<TestLab & { collector: Pick<OwnLayer, 'write'> }> {
  const { env, home, collector, project } = inject('lab');
  process.env['LAB_HOME'] = home;
  if (project) process.env['COMPOSE_PROJECT_NAME'] = project;
  const lab = await findLab();
  for (const { part, state } of await lab.status()) if (state === 'stopped' || state === 'died') await lab.start(part);
  return { ...testLabOf(lab, { env, home }), collector: layerAt(collector) };
}
