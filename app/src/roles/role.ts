import { readdirSync } from 'node:fs';
import type { Routes } from '../http/routes.ts';
import type { PeerClient } from '../peers/peer-client.ts';

/** A role of the application, named after its folder here; one image, one role per process. */
export type Role = string;

/** The exports of `routes.ts` in a role's folder. */
export interface RoleModule {
  /** The role's business routes. */
  routes: (peers: PeerClient) => Routes;
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
