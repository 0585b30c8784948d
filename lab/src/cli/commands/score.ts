import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.ts';
import { printable } from '../../base/printable.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { RuleResult, ScoreReport } from '../../score/report.ts';
import { hasNoData, scoreService, servicesOf } from '../../score/score.ts';
import { exitCodes } from '../exit-codes.ts';
import { integer, suggest } from '../values.ts';

type Options = { minutes: number; traces: number; json?: true; min?: number };

/** Services that a table shows at most. One after the other: the store is busy enough with the traces of one. */
const MOST = 50;

/** `lab score [service]`: exit code 0 unless `--min` is missed. */
export function addScore(lab: Command): void {
  lab
    .command('score')
    .description("Judge a service's telemetry by the Instrumentation Score and the lab's rules (docs/score.md)")
    .argument('[service]', 'Its service.name; without one, every service that sent something')
    .option('--minutes <n>', 'How far to look back', integer({ min: 1, max: 60 }), 5)
    .option('--traces <n>', 'Number of newest traces to read', integer({ min: 1, max: 1000 }), 100)
    .option('--min <score>', 'Fail if one of the two scores is lower', integer({ min: 0, max: 100 }))
    .option('--json', 'Print JSON')
    .action(run);
}

async function run(service: string | undefined, options: Options): Promise<void> {
  const lab = await findLab();
  const { minutes, traces, json, min } = options;
  const reports: ScoreReport[] = [];
  if (service !== undefined) {
    const report = await scoreService(lab, { service, minutes, traces }).catch((error: unknown) => {
      throw withClosest(error, service);
    });
    reports.push(report);
    console.log(json ? JSON.stringify(report, null, 2) : printable(describe(report)));
  } else {
    const known = await servicesOf(lab);
    for (const name of known.slice(0, MOST)) {
      const report = await scoreService(lab, { service: name, minutes, traces }).catch((error: unknown) => {
        if (!hasNoData(error)) throw error;
      });
      if (report) reports.push(report);
    }
    if (reports.length === 0) throw nothingSent(minutes);
    if (json) console.log(JSON.stringify(reports, null, 2));
    else console.log(printable([table(reports), ...leftOut(known)].join('\n')));
  }
  const low = reports.filter(({ score, labScore }) => min !== undefined && Math.min(score, labScore) < min);
  if (low.length === 0) return;
  if (!json) console.log(printable(`Below ${min}: ${low.map((report) => report.service).join(', ')}`));
  process.exitCode = exitCodes.failed;
}

function describe(report: ScoreReport): string {
  const { service, minutes, traces, spans, score, labScore, category, rules } = report;
  const of = (state: RuleResult['state']) => rules.filter((rule) => rule.state === state);
  const passed = of('passed').map(({ id }) => id);
  return [
    `${service}  ${minutes} min, ${traces} traces, ${spans} spans`,
    `  Instrumentation Score  ${score}  ${category}`,
    `  with the lab's rules   ${labScore}`,
    ...of('failed').flatMap(describeFailed),
    ...(passed.length > 0 ? ['', `✓ passed: ${passed.join(', ')}`] : []),
    ...of('not applicable').map(({ id, found }) => `– ${id} does not apply: ${found}`),
  ].join('\n');
}

function describeFailed({ id, title, impact, found, example, why, fix }: RuleResult): string[] {
  const line = (label: string, text: string | undefined) =>
    text ? [`    ${label.padEnd(8)} ${text.replaceAll('\n', ' ')}`] : [];
  return [
    '',
    `✗ ${id} ${title} (${impact})`,
    ...line('found', found),
    ...line('example', example?.text),
    ...line('', example?.url),
    ...line('why', why),
    ...line('change', fix),
  ];
}

function table(reports: readonly ScoreReport[]): string {
  const width = Math.max('service'.length, ...reports.map(({ service }) => shown(service).length));
  const rows = reports.map(({ service, score, labScore, category, rules }) => {
    const failed = rules.filter(({ state }) => state === 'failed').map(({ id }) => id);
    return [
      shown(service).padEnd(width),
      String(score).padStart(5),
      String(labScore).padStart(5),
      category.padEnd(17),
      failed.join(' '),
    ];
  });
  const head = ['service'.padEnd(width), 'score', '  lab', 'category'.padEnd(17), 'failed'];
  return [head, ...rows].map((row) => row.join('  ').trimEnd()).join('\n');
}

const shown = (service: string) => (service.length > 40 ? `${service.slice(0, 39)}…` : service);

const leftOut = (known: readonly string[]) =>
  known.length > MOST ? [`${known.length - MOST} services more: npm run lab -- score <service>`] : [];

/** An unknown name gets the closest one. */
function withClosest(error: unknown, service: string): unknown {
  if (!hasNoData(error)) return error;
  const { services, failure } = error;
  const closest = services.includes(service) ? '' : suggest(service, services).trim();
  return closest ? new LabError({ ...failure, found: `${failure.found}\n${closest}` }) : error;
}

function nothingSent(minutes: number): LabError {
  return new LabError({
    what: `No service sent anything in the last ${minutes} min.`,
    expected: 'spans of at least one service, besides requests of checks',
    found: 'none',
    next: 'npm run load',
  });
}
