import { printable } from '../../base/printable.ts';
import type { PanelFinding } from './ask-panels.ts';
import type { PanelsResult } from './check-panels.ts';

/** The report of a check of the panels, for a terminal. */
export function describePanels(result: PanelsResult): string {
  const { load, findings, empty, notAsked, grafana } = result;
  const wrong = findings.length + (grafana?.findings.length ?? 0);
  const whys = (list: readonly { panel: string; query: string; why: string }[]) =>
    [...Map.groupBy(list, (one) => one.why)].map(
      ([why, of]) => `    ${of.map((one) => `${one.panel} ${one.query}`).join(', ')}: ${why}`,
    );
  return [
    `Sent ${load.requests} requests in ${load.seconds.toFixed(1)} s: ${load.spans} SERVER spans, ${load.failed} failed${load.uncounted ? `; ${load.uncounted}` : ''}. k6: ${result.k6}`,
    `${result.panels} panels, ${result.queries} queries: ${result.withData} have data, ${empty.length} are expected to be empty, ${notAsked.length} were skipped`,
    ...whys(empty),
    ...whys(notAsked),
    `${result.asked} queries sent, with every value of the variables; ${result.compared} results compared with the load`,
    ...(grafana
      ? [
          `${grafana.panels} panels queried through Grafana`,
          ...grafana.findings.map((f) => `✗ Grafana: ${f.dashboard} / ${f.panel} ${f.query}: ${printable(f.found)}`),
        ]
      : []),
    ...findings.map(describeFinding),
    result.ok
      ? `✓ Every panel shows what was sent (${result.seconds.toFixed(1)} s).`
      : `✗ ${wrong} results differ from what was sent (${result.seconds.toFixed(1)} s).`,
  ].join('\n');
}

/** One finding: where, what was expected, what was found. */
export function describeFinding({ dashboard, panel, query, choice, expected, found }: PanelFinding): string {
  const where = panel ? `${dashboard} / ${panel}, query ${query}` : `${dashboard}, variable ${query}`;
  const lines = [`✗ ${where}${choice ? ` (${choice})` : ''}`, `    expected  ${expected}`, `    found     ${found}`];
  return printable(lines.join('\n'));
}
