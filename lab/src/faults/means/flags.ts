import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import { faultFiles } from '../../runtime/fault-files.ts';
import type { Means } from './means.ts';

/** A feature flag of the services. Its value is a number; 0 is off. */
export type Flag = {
  name: string;
  /** For whom it is on: a rule in JsonLogic over `role`, `route` and `item`; for all without one. */
  rule?: unknown;
  /** The share of requests, %: a number, or the strength of the fault. */
  share?: number | 'strength';
  /** Its value while it is on: a number, or the strength of the fault. */
  value: number | 'strength';
};

/** A flag definition of flagd's format. https://flagd.dev/reference/flag-definitions/ */
export type FlagDefinition = {
  state: 'ENABLED' | 'DISABLED';
  variants: { off: 0; on: number };
  defaultVariant: 'off' | 'on';
  targeting?: unknown;
};

export type FlagFile = { $schema: string; flags: Record<string, FlagDefinition> };

/** Means that enable feature flags of the services. */
export const byFlags = (how: string, flags: readonly Flag[]): Means & { flags: readonly Flag[] } => ({
  flags,
  how: `feature flag ${flags.map(({ name }) => name).join(', ')}: ${how}`,
  changes: `flag ${flags[0]!.name}`,
  begin: async ({ faultsFolder }, strength) =>
    change(faultsFolder, Object.fromEntries(flags.map((flag) => [flag.name, definition(flag, 'ENABLED', strength)]))),
  end: async ({ faultsFolder }) =>
    change(faultsFolder, Object.fromEntries(flags.map((flag) => [flag.name, definition(flag, 'DISABLED', undefined)]))),
});

/** A flag as flagd's file has it. */
export function definition({ rule, share, value }: Flag, state: FlagDefinition['state'], strength = 1): FlagDefinition {
  const of = (number: number | 'strength') => (number === 'strength' ? strength : number);
  const then =
    share === undefined
      ? 'on'
      : {
          fractional: [
            ['on', of(share)],
            ['off', 100 - of(share)],
          ],
        };
  const targeting = rule === undefined ? then : { if: [rule, then, 'off'] };
  return {
    state,
    variants: { off: 0, on: of(value) },
    defaultVariant: targeting === 'on' ? 'on' : 'off',
    ...(targeting !== 'on' && { targeting }),
  };
}

/** The flags of a lab as its file has them. */
export function readFlags(faultsFolder: string): FlagFile {
  return JSON.parse(readFileSync(join(faultsFolder, faultFiles.flags), 'utf8')) as FlagFile;
}

function change(faultsFolder: string, changed: Record<string, FlagDefinition>): void {
  const file = readFlags(faultsFolder);
  replaceFile(join(faultsFolder, faultFiles.flags), flagText({ ...file, flags: { ...file.flags, ...changed } }));
}

/** The text of a file of flags. */
export const flagText = (file: FlagFile): string => `${JSON.stringify(file, null, 2)}\n`;

/** A rule that holds for a role, and for one of its routes. */
export const at = (role: string, route?: string): unknown =>
  route === undefined
    ? { '==': [{ var: 'role' }, role] }
    : { and: [{ '==': [{ var: 'role' }, role] }, { '==': [{ var: 'route' }, route] }] };
