import { readdirSync } from 'node:fs';
import type { Routes } from '../http/routes.ts';
import type { PeerClient } from '../peers/peer-client.ts';

/** A part that a process can play, by the name of its folder here; one image, one role per process. */
export type Role = string;

/** What `routes.ts` in a role's folder says. */
export interface RoleModule {
  /** The role's business. */
  routes: (peers: PeerClient) => Routes;
  /** The role that `/chain` goes on to. */
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

/** Loads a role's code; not before telemetry has put its hooks in place. */
export async function loadRole(role: Role): Promise<RoleModule> {
  return (await import(`./${role}/routes.ts`)) as RoleModule;
}
