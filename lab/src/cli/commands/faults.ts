import { Argument, type Command } from 'commander';
import { panel } from '@span-metrics-lab/grafana';
import { LabError } from '../../base/lab-error.ts';
import { faults } from '../../faults/catalogue/index.ts';
import { type Fault, groups, lackingFor } from '../../faults/fault.ts';
import { whereToLook } from '../../faults/look.ts';
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
  if (ms === undefined) return console.log(`\nSwitch it off: npm run lab -- heal ${name}`);
  console.log(`\nIt ends in ${options.for}, or with Ctrl-C.`);
  await interruptible(`${name} was on for less than ${options.for}.`, (signal) => pass(ms, signal)).finally(
    async () => {
      await healLab(lab, fault);
      console.log(`${name} is off. Its panel is as before within ${fault.within.gone} s.`);
    },
  );
}

/** Resolves when the time is over; rejects when the signal aborts. */
function pass(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
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
  if (json)
    return console.log(
      JSON.stringify(
        faults.map((fault) => asJson(lab, fault, on)),
        null,
        2,
      ),
    );
  const width = Math.max(...names.map((name) => name.length));
  for (const [group, title] of Object.entries(groups)) {
    console.log(`\n${title[0]!.toUpperCase()}${title.slice(1)}`);
    for (const fault of faults.filter((one) => one.group === group)) {
      const lacks = lackingFor(fault, lab);
      const state = on.find(({ name }) => name === fault.name);
      console.log(`${state ? '●' : ' '} ${fault.name.padEnd(width)}  ${fault.does}`);
      console.log(
        `  ${''.padEnd(width)}  ${lacks ? `not in this lab: ${lacks}` : `see: ${panel(fault.sign.panel).title}${unit(fault)}`}`,
      );
    }
  }
  const none = game ? hidden : 'No fault is on.';
  console.log(on.length === 0 ? `\n${none}` : `\nOn:\n${on.map((one) => `  ${describeState(one)}`).join('\n')}`);
}

const hidden = 'A game day is on: what it breaks is not shown.';

const unit = ({ strength }: Fault) =>
  strength ? `; --strength ${strength.min} to ${strength.max} ${strength.unit} (${strength.usual})` : '';

function describeOn(lab: RecordedLab, fault: Fault, { strength }: FaultOn): string {
  const { sign, within } = fault;
  return [
    `${fault.name} is on${fault.strength ? `, ${strength} ${fault.strength.unit}` : ''}: ${fault.does}`,
    `  how    ${fault.means.how}`,
    `  look   ${panel(sign.panel).title}, within ${within.seen} s under load: ${sign.look}`,
    ...whereToLook(lab, sign).map((url) => `         ${url}`),
  ].join('\n');
}

/** How long a fault is on, and who ends it. A command that was killed leaves it on. */
function describeState({ name, since, until: end, pid }: FaultOn): string {
  const seconds = Math.round(Date.now() / 1000 - since);
  if (end === undefined) return `${name}, for ${seconds} s; npm run lab -- heal ${name}`;
  const left = Math.round(end - Date.now() / 1000);
  return isRunning(pid)
    ? `${name}, for ${seconds} s; ends in ${Math.max(0, left)} s`
    : `${name}, for ${seconds} s: the command that would end it is gone; npm run lab -- heal ${name}`;
}

/** The strength to use. Throws a LabError for one that this fault cannot have. */
function strengthOf(fault: Fault, given: number | undefined): number | undefined {
  const { strength } = fault;
  if (given === undefined) return strength?.usual;
  if (strength && given >= strength.min && given <= strength.max) return given;
  throw new LabError({
    what: `${fault.name} cannot have the strength ${given}.`,
    expected: strength ? `${strength.min} to ${strength.max} ${strength.unit}` : 'none: it is on or off',
    found: String(given),
    next: `npm run lab -- break ${fault.name}${strength ? ` --strength ${strength.usual}` : ''}`,
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function asJson(lab: RecordedLab, fault: Fault, on: readonly FaultOn[]) {
  const { name, group, does, strength, sign, within, namedBy, counts, cause } = fault;
  const lacks = lackingFor(fault, lab);
  const state = on.find((one) => one.name === name);
  return {
    ...{ name, group, does, how: fault.means.how, cause, within, counts },
    panel: panel(sign.panel).title,
    look: sign.look,
    ...(strength && { strength }),
    ...(namedBy && { namedBy }),
    ...(lacks && { lacks }),
    ...(state && { on: state }),
  };
}
