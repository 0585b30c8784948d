import { type Command, Option } from 'commander';
import { LabError } from '../../base/lab-error.ts';
import { printable } from '../../base/printable.ts';
import type { Language } from '../../score/report.ts';
import { findLab } from '../../runtime/find-lab.ts';
import {
  type Finding,
  languages,
  settingsFor,
  type WatchHop,
  watchService,
  type WatchState,
} from '../../watch/index.ts';
import { receiverOf } from '../../watch/own-receiver.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { chooseFrom, duration, milliseconds } from '../values.ts';

type Options = { language?: Language; for: string; json?: true };

/** `lab watch <service>`: exit code 0 as soon as its data has passed every hop. */
export function addWatch(lab: Command): void {
  lab
    .command('watch')
    .description('Wait for the first data of a service of yours, and name what keeps it away')
    .argument('<service>', 'Its service.name')
    .addOption(chooseFrom(new Option('--language <name>', 'Show what to set in this language'), languages))
    .option('--for <time>', 'How long to wait, such as 30s or 5m', duration, '5m')
    .option('--json', 'Print JSON')
    .action(run);
}

async function run(given: string, options: Options): Promise<void> {
  const service = nameOf(given);
  const lab = await findLab();
  const say = (line: string) => options.json || console.log(printable(line));
  for (const line of whatToSet(service, options.language, receiverOf(lab.endpoints))) say(line);
  const shown = new Shown(say);
  let last: WatchState | undefined;
  await interruptible(`${service} is no longer watched.`, async (signal) => {
    for await (const state of watchService(lab, service, { signal, deadline: milliseconds(options.for) })) {
      shown.show(state);
      last = state;
    }
    signal.throwIfAborted();
  });
  if (options.json) console.log(JSON.stringify(last, null, 2));
  if (last!.hops.every(({ state }) => state === 'passed')) {
    say(`All hops passed after ${last!.seconds} s. How good its telemetry is: npm run lab -- score ${service}`);
    return;
  }
  say(`Not every hop passed within ${options.for}.`);
  for (const finding of last!.findings) say(`          ! ${inWords(finding)}`);
  process.exitCode = exitCodes.failed;
}

/** Refuses what can be no name of a service. */
function nameOf(given: string): string {
  const name = given.trim();
  if (name && name.length <= 200) return name;
  throw new LabError({
    what: 'There is no such service.',
    expected: 'its service.name, of 1 to 200 characters',
    found: name ? `${name.length} characters` : 'nothing',
    next: 'npm run lab -- watch my-service',
  });
}

function whatToSet(
  service: string,
  language: Language | undefined,
  receiver: { grpc: string; http: string },
): string[] {
  const { title, lines, besides } = settingsFor(language ?? 'other', service, receiver);
  return [
    `To send to this lab${language ? ` from ${title}` : ''}:`,
    ...lines.filter((line) => language || line.startsWith('export')).map((line) => `  ${line}`),
    ...(language
      ? [`  (${besides})`]
      : [`  (--language ${languages.filter((one) => one !== 'other').join(', ')}: also how to start)`]),
    `gRPC is taken at ${receiver.grpc}. Now waiting for ${JSON.stringify(service)} …`,
  ];
}

/** Writes a line for each change, so that it reads well in a pipe too. */
class Shown {
  readonly #say: (line: string) => void;
  readonly #hops = new Map<string, string>();
  readonly #mistakes = new Set<string>();
  readonly #unseen = new Set<string>();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  show({ hops, findings, unseen, seconds }: WatchState): void {
    const at = `${seconds.toFixed(1).padStart(6)} s `;
    for (const sentence of unseen) this.#once(this.#unseen, sentence, `${at} · ${sentence}`);
    for (const hop of hops) {
      if (this.#hops.get(hop.name) === hop.state) continue;
      this.#hops.set(hop.name, hop.state);
      this.#say(`${at} ${describe(hop)}`);
    }
    for (const finding of findings) this.#once(this.#mistakes, finding.mistake, `${at} ! ${inWords(finding)}`);
  }

  #once(seen: Set<string>, key: string, line: string): void {
    if (seen.has(key)) return;
    seen.add(key);
    this.#say(line);
  }
}

const marks = { waiting: '…', passed: '✓', failed: '✗' } as const;

function describe({ name, state, found, next }: WatchHop): string {
  return `${marks[state]} ${name.padEnd(10)}  ${found}${next && state !== 'passed' ? `\n            next  ${next}` : ''}`;
}

function inWords({ mistake, evidence, fix }: Finding): string {
  return `${mistake}\n            ${evidence}\n            fix   ${fix}`;
}
