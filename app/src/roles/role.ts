import { readdirSync } from 'node:fs';
import type { Faults } from '../faults/faults.ts';
import type { Routes } from '../http/routes.ts';
import type { Logger } from '../logger.ts';
import type { PeerClient } from '../peers/peer-client.ts';
import type { ShopSettings } from '../shop/settings.ts';

/** A role of the application, named after its folder here; one image, one role per process. */
export type Role = string;

/** What a role works with. */
export interface RoleContext {
  role: Role;
  peers: PeerClient;
  shop: ShopSettings;
  logger: Logger;
  /** Where a role says which faults it can bring about itself. */
  faults?: Pick<Faults, 'add'> | undefined;
}

/** What a role does besides answering requests, from the start of its process to its end. */
export interface Work {
  /** What it still waits for, such as `Postgres`; nothing when it is ready. */
  missing(): string[];
  /** Finishes what is in hand and closes, within `deadline` ms. */
  stop(deadline: number): Promise<void>;
}

/** The exports of `routes.ts` in a role's folder. */
export interface RoleModule<W extends Work = Work> {
  /** The role's business routes. A role without them is a worker, which serves its health only. */
  routes?: (context: RoleContext, work: W | undefined) => Routes;
  /** False for a role that serves nothing besides its own routes. */
  isPlayground?: boolean;
  /** Starts the role's work; undefined if there is none with these settings. */
  work?: (context: RoleContext) => Promise<W | undefined>;
  /** The role that `/chain` calls next. */
  next?: Role;
}

/** Every role: the folders beside this file. */
export const roles: readonly Role[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** The variable that says where a role answers, such as STOCK_URL. */
export function urlVariable(role: Role): string {
  return `${role.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** Loads a role's code; call it only after telemetry has installed its hooks. */
export async function loadRole(role: Role): Promise<RoleModule> {
  return (await import(`./${role}/routes.ts`)) as RoleModule;
}
