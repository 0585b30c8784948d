import type { Command } from 'commander';
import { check, hops } from '../../check/check.ts';
import { failureOf, type HopResult, markOf, verdictOf } from '../../check/hop-result.ts';
import type { Ledger } from '../../check/ledger.ts';
import { checkPanels } from '../../check/panels/check-panels.ts';
import { describePanels } from '../../check/panels/describe-panels.ts';
import { renderFailure } from '../../base/lab-error.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { runBriefly } from '../../runtime/load.ts';
import { exitCodes } from '../exit-codes.ts';
import { refuseOptionsBefore, refuseUnknownWord } from '../subcommands.ts';
import { integer } from '../values.ts';

/** Width of the longest title, “Jaeger's Monitor is right”. */
const TITLE = Math.max(...Object.values(hops).map(({ title }) => title.length));

/** `lab check`: every hop and the ledger. `lab check panels`: every number of every dashboard. */
export function addCheck(lab: Command): void {
  const command = lab
    .command('check')
    .description('Follow one new request through every hop, then reconcile the counts')
    .usage('[options] | check panels [options]')
    .option('--requests <n>', 'Number of requests to reconcile', integer({ min: 0, max: 100_000 }), 50)
    .option('--json', 'Print JSON')
    .enablePositionalOptions()
    .allowExcessArguments() // a mistyped subcommand comes in as one, and is refused below with the closest
    .hook('preSubcommand', refuseOptionsBefore)
    .action(runCheck);
  command
    .command('panels')
    .description('Compare every number of every dashboard with a known load, in about 20 s')
    .option('--json', 'Print JSON')
    .action(runCheckPanels);
}

async function runCheck({ requests, json }: { requests: number; json?: true }, command: Command): Promise<void> {
  refuseUnknownWord(command);
  const result = await check(await findLab(), {
    requests,
    onHop: (hop) => json || console.log(describeHop(hop)),
  });
  if (json) {
    console.log(JSON.stringify(result, null, 2));
  } else {
    if (result.ledger) console.log(describeLedger(result.ledger));
    console.log(verdictOf(result));
  }
  if (!result.ok) process.exitCode = exitCodes.failed;
}

async function runCheckPanels({ json }: { json?: true }): Promise<void> {
  const lab = await findLab();
  const result = await checkPanels(lab, { k6: () => runBriefly(lab, { seconds: 5, vus: 2 }) });
  console.log(json ? JSON.stringify(result, null, 2) : describePanels(result));
  if (!result.ok) process.exitCode = exitCodes.failed;
}

function describeHop(hop: HopResult): string {
  const seconds = hop.skipped ? '' : `${hop.seconds.toFixed(2)} s`;
  const title = `${markOf(hop)} ${hop.title.padEnd(TITLE)} ${seconds.padEnd(6)}`;
  const failure = failureOf(hop);
  return failure ? renderFailure({ ...failure, what: title.trimEnd() }) : `${title}  ${hop.found}`.trimEnd();
}

function describeLedger({ requests, sent, answered, stored, counted, logged, differences }: Ledger): string {
  const mark = differences.length === 0 ? '✓' : '✗';
  const counts = `${requests} requests: SERVER spans ${sent} sent, ${answered} answered, ${stored} stored, ${counted} counted${logged === undefined ? '' : `, ${logged} logged`}`;
  return [
    `${mark} ${'ledger'.padEnd(TITLE)} ${''.padEnd(6)}  ${counts}`,
    ...differences.map((line) => `    ${line}`),
  ].join('\n');
}
