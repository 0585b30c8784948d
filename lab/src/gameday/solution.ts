import { panel } from '@span-metrics-lab/grafana';
import type { Fault } from '../faults/fault.ts';
import { whereToLook } from '../faults/look.ts';
import { titleOf } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';
import { choose, type Level, type Playground } from './choose.ts';

/** What was broken, why it looks as it does, and where it showed; with addresses where there is a lab. */
export function describeFault(fault: Fault, lab?: Pick<Lab, 'endpoints' | 'stack' | 'capabilities'>): string[] {
  const { name, does, means, cause, sign, game, namedBy } = fault;
  const names = [
    namedBy?.alert && `the alert ${namedBy.alert}`,
    namedBy?.hop && `npm run check (${namedBy.hop})`,
    namedBy?.rule && `npm run lab -- score ${game.part} (${namedBy.rule})`,
  ].filter(Boolean);
  return [
    `${name}: ${does}`,
    `  part    ${titleOf(game.part)}`,
    `  cause   ${cause}`,
    `  how     ${means.how}`,
    `  showed  ${panel(sign.panel).title}: ${sign.look}`,
    ...(lab ? whereToLook(lab, sign).map((url) => `          ${url}`) : []),
    ...(names.length > 0 ? [`  named   by ${names.join(', ')}`] : []),
  ];
}

/** What a game with this seed will break, for teachers: it needs no lab, only what the lab will be. */
export function describeSolution(lab: Playground, level: Level, seed: number): string[] {
  const { faults, after } = choose(lab, level, seed);
  return [
    `Level ${level}, seed ${seed}, ${inLab(lab)}: after ${after} s of load`,
    ...faults.flatMap((fault) => [
      ...describeFault(fault),
      ...fault.game.hints.map((hint, i) => `  hint ${i + 1}  ${hint}`),
    ]),
  ];
}

/** A line for each of several seeds. */
export function listSolutions(lab: Playground, level: Level, seeds: readonly number[]): string[] {
  return [
    `Level ${level}, ${inLab(lab)}:`,
    ...seeds.map((seed) => {
      const { faults, after } = choose(lab, level, seed);
      const what = faults.map(({ name, game: { part } }) => `${name} (${titleOf(part)})`).join(' and ');
      return `  seed ${String(seed).padEnd(3)} after ${after} s  ${what}`;
    }),
  ];
}

/** A lab in words. */
export function inLab({ stack, capabilities }: Playground): string {
  return `${stack} stack${capabilities.length > 0 ? ` with ${capabilities.join(', ')}` : ''}`;
}
