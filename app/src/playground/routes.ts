import type { Routes } from '../http/routes.ts';
import type { PeerClient } from '../peers/peer-client.ts';
import type { Role } from '../roles/role.ts';
import { chain } from './chain.ts';
import { cpuTask } from './cpu-task.ts';
import { errorTest } from './error-test.ts';
import { item } from './items.ts';
import { randomStatus } from './random-status.ts';
import { ioTask, randomSleep } from './waiting.ts';

/** The teaching endpoints that every role serves; `next` is the role that `/chain` calls next. */
export function playgroundRoutes(role: Role, next: Role | undefined, peers: PeerClient): Routes {
  return {
    '/items/:id': { get: item },
    '/io_task': { get: ioTask },
    '/cpu_task': { get: cpuTask },
    '/random_sleep': { get: randomSleep },
    '/random_status': { get: randomStatus },
    '/error_test': { get: errorTest },
    '/chain': { get: chain(role, next, peers) },
  };
}
