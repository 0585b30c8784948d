import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { binaryOf, dataFolder, type PartPlan } from './plan.ts';

/** What changes or slows the store by a GET, which any web page could send by an image tag: nobody has the key. */
const closed = ['partitionManage', 'forceMerge', 'forceFlush', 'logNewStreams', 'pprof', 'flags'];

/** VictoriaLogs, one process, on loopback. */
export const plan: PartPlan = {
  part: 'victorialogs',
  engines: ['victorialogs'],
  prepare: () => mkdirSync(dataFolder('victorialogs'), { recursive: true }),
  command: (state) => ({
    file: binaryOf(state, 'victorialogs'),
    args: [
      `-storageDataPath=${dataFolder('victorialogs')}`,
      `-httpListenAddr=127.0.0.1:${state.env.VICTORIALOGS_PORT}`,
      `-retentionPeriod=${state.env.LOGS_RETENTION}`,
      '-inmemoryDataFlushInterval=1s', // its minimum: a killed process loses the lines of this time and more (docs/logs.md)
      '-storage.minFreeDiskSpaceBytes=20MB', // below, it takes no lines and answers queries on; they wait in the collector's queue
      '-memory.allowedBytes=64MiB', // of its caches; the default is 60 % of the machine
      ...closed.map((what) => `-${what}AuthKey=${randomUUID()}`),
      '-http.disableCORS', // no page of another origin reads lines; the default lets every page
      '-loggerLevel=WARN',
    ],
    cwd: dataFolder('victorialogs'),
    env: { ...baseEnvironment(), GOMEMLIMIT: state.env.VICTORIALOGS_GOMEMLIMIT, GOGC: '50' }, // a smaller heap for a little more CPU
  }),
};
