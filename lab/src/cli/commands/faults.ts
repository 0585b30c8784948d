import { setTimeout as wait } from 'node:timers/promises';
import { Argument, type Command } from 'commander';
import { panel } from '@span-metrics-lab/grafana';
import { isAlive } from '../../base/process-identity.ts';
import { faults } from '../../faults/catalogue/index.ts';
import { factsOf, headingOf, healCommand, onInALine, strengthInWords } from '../../faults/describe.ts';
import type { Fault } from '../../faults/fault.ts';
import { whereToLook } from '../../faults/look.ts';
import { strengthOf } from '../../faults/strength.ts';
import { breakLab, faultNamed, type FaultOn, faultsOn, healLab } from '../../faults/switch.ts';
import { endGame, gameOn, refuseDuringGame } from '../../gameday/index.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { RecordedLab } from '../../runtime/events/recorded-lab.ts';
import { interruptible } from '../interruptible.ts';
import { chooseFrom, duration, integer, milliseconds } from '../values.ts';

const names = faults.map(({ name }) => name);

/** `lab break <fault>`, `lab heal [fault]`, `lab faults` */
export function addFaults(lab: Command): void {
  lab
    .command('break')
    .description('Switch a fault on, to see what it looks like (docs/faults.md)')
    .addArgument(chooseFrom(new Argument('<fault>', 'Its name: see npm run lab -- faults'), names))
    .option('--for <duration>', 'Heal it after this time, or with Ctrl-C; without it the fault stays on', duration)
    .option(
      '--strength <n>',
      'How strong, in the unit that npm run lab -- faults shows',
      integer({ min: 1, max: 100_000 }),
    )
    .action(runBreak);
  lab
    .command('heal')
    .description('Switch faults off')
    .addArgument(
      chooseFrom(new Argument('[fault]', 'One fault; without it, or with all, every one that is on'), [
        'all',
        ...names,
      ]),
    )
    .action(runHeal);
  lab
    .command('faults')
    .description('List the faults: what each does, where to look, and what is on')
    .option('--json', 'Print JSON')
    .action(runFaults);
}

async function runBreak(name: string, options: { for?: string; strength?: number }): Promise<void> {
  const fault = faultNamed(name);
  const strength = strengthOf(fault, options.strength);
  const ms = options.for === undefined ? undefined : milliseconds(options.for);
  const lab = await findLab();
  refuseDuringGame(lab);
  const on = await breakLab(lab, fault, {
    strength,
    ...(ms !== undefined && { until: Date.now() / 1000 + ms / 1000 }),
  });
  console.log(describeOn(lab, fault, on));
  if (ms === undefined) return console.log(`\nSwitch it off: ${healCommand(name)}`);
  console.log(`\nIt ends in ${options.for}, or with Ctrl-C.`);
  await interruptible(`${name} was on for less than ${options.for}.`, (signal) =>
    wait(ms, undefined, { signal }),
  ).finally(async () => {
    await healLab(lab, fault);
    console.log(`${name} is off. Its panel is as before within ${fault.within.gone} s.`);
  });
}

async function runHeal(name: string = 'all'): Promise<void> {
  const lab = await findLab({ partly: true });
  if (name !== 'all') refuseDuringGame(lab);
  else if (await endGame(lab, (line) => console.log(line))) console.log('The game day is over.');
  const on = faultsOn(lab).map((one) => one.name);
  const due = name === 'all' ? on : [name];
  if (due.length === 0) return console.log('No fault is on.');
  for (const one of due) {
    const fault = faultNamed(one);
    await healLab(lab, fault);
    console.log(`${one} is off. Its panel is as before within ${fault.within.gone} s.`);
  }
}

async function runFaults({ json }: { json?: true }): Promise<void> {
  const lab = await findLab({ partly: true });
  const game = gameOn(lab);
  const on = faultsOn(lab).filter(({ secret }) => !game || !secret);
  if (game && json) console.error(hidden);
  const stateOf = (name: string) => on.find((one) => one.name === name);
  const all = faults.map((fault) => factsOf(fault, lab));
  if (json)
    return console.log(
      JSON.stringify(
        all.map((facts) => ({ ...facts, ...(stateOf(facts.name) && { on: stateOf(facts.name) }) })),
        null,
        2,
      ),
    );
  const width = Math.max(...names.map((name) => name.length));
  for (const [group, members] of Map.groupBy(all, (one) => one.group)) {
    console.log(`\n${headingOf(group)}`);
    for (const { name, does, lacks, next, panel: title, strength } of members) {
      const more = strength ? `; --strength ${strengthInWords(strength)}` : '';
      console.log(`${stateOf(name) ? '●' : ' '} ${name.padEnd(width)}  ${does}`);
      console.log(`  ${''.padEnd(width)}  ${lacks ? `not in this lab: ${lacks}; ${next}` : `see: ${title}${more}`}`);
    }
  }
  const unitOf = (name: string) => faults.find((fault) => fault.name === name)?.strength?.unit;
  const lines = on.map((one) => `  ${onInALine(one, unitOf(one.name), isAlive)}`);
  console.log(lines.length === 0 ? `\n${game ? hidden : 'No fault is on.'}` : `\nOn:\n${lines.join('\n')}`);
}

const hidden = 'A game day is on: what it breaks is not shown.';

function describeOn(lab: RecordedLab, fault: Fault, { strength }: FaultOn): string {
  const { sign, within } = fault;
  const { console: page } = lab.endpoints;
  return [
    `${fault.name} is on${fault.strength ? `, ${strength} ${fault.strength.unit}` : ''}: ${fault.does}`,
    `  how    ${fault.means.how}`,
    `  look   ${panel(sign.panel).title}, within ${within.seen} s under load: ${sign.look}`,
    ...[...whereToLook(lab, sign), ...(page ? [`${page}/faults/${fault.name}`] : [])].map((url) => `         ${url}`),
  ].join('\n');
}
