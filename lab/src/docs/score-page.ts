import type { RuleResult } from '../score/report.ts';
import type { Rule } from '../score/rule.ts';
import { rulesOfLab, rulesOfSpecification } from '../score/rules/index.ts';
import { generated } from './generated.ts';

/** docs/score.md: what `lab score` judges, and by which rules. */
export function scorePage(): string {
  return `${generated('lab/src/score')}
# How well a service is instrumented

\`npm run lab -- score my-service\` reads the newest traces, metrics and log lines of a service and
judges them by the [Instrumentation Score](https://github.com/instrumentation-score/spec), a public
specification, and by rules of the lab's own. It says what to change in the service's language, and
links an example. Any service can be judged: the lab's own, and [one of yours](own-service.md).

\`\`\`
npm run lab -- score                      # a table of every service, those of others first
npm run lab -- score my-service           # what failed, an example, why it matters, the change
npm run lab -- score my-service --json    # the same for programs
npm run lab -- score my-service --min 80  # exit code 1 below 80, for CI
\`\`\`
\`--minutes 5\` is how far it looks back, \`--traces 100\` how many of the newest traces it reads.
It takes about three seconds; on a busy machine it reads fewer traces in that time, at least 20,
and says how many.

## Two numbers
- **Instrumentation Score**: the rules of the specification alone. It forbids others, so that the
  number can be compared between tools.
- **with the lab's rules**: the same formula over both.

Each rule passes or fails as a whole. A score is the weight of those that passed, by the weight of
all that apply, from 0 to 100: critical 40, important 30, normal 20, low 10. From 90 on it is
excellent, from 75 good, from 50 it needs improvement, below it is poor. \`--min\` compares the
lower number. A rule without data does not apply and does not count; the command says why.

## What it reads
- **Traces** from the lab's trace store, each with the spans of other services in it. Requests of
  \`npm run check\` are left out: their parents are made up.
- **Names and units of metrics** from the collector (port 8894): every metric that was received in
  the last 150 s, once for each unit, type and set of buckets. Prometheus changes names and hides
  units.
- **Values of metrics** from Prometheus, for cardinality and the fit of buckets.
- **Log lines** from the log store, in a lab with the capability logs.

The lab looks at minutes where the specification looks at days. Metrics are compared within the
service, because the score is the service's. Secrets and personal data that it finds are hidden in
what it prints.

## Rules of the specification
${table(rulesOfSpecification)}

What the lab decided where the specification leaves room:
- **SPA-003** has no criterion yet. Here it fails with three names that differ by ids alone, with
  three names that are paths which nothing serves, or with more than 50 names and fewer than two
  spans for each.
- **SPA-005** counts the spans of the judged service in a trace. The specification says "each
  trace" and means the telemetry of one service: what others do in it is not this service's to
  change.
- **RES-005** takes \`unknown_service\` for no name: SDKs and the lab's collector write it where
  there is none.
- **SPA-002** looks at traces of which nothing arrived for 6 s: parents may still be on their way.
- **MET-002** takes \`1\` for a unit: UCUM has it, and the conventions use it for shares.
- **MET-005** does not take annotations such as \`{request}\` for units: UCUM says that they are
  none.

## Rules of the lab
${table(rulesOfLab)}
`;
}

function table(rules: readonly Rule[]): string {
  return ['| rule | what must hold | impact | why |', '|---|---|---|---|', ...rules.map(row)].join('\n');
}

function row({ id, title, impact, why }: Pick<RuleResult, 'id' | 'title' | 'impact' | 'why'>): string {
  return `| ${id} | ${title} | ${impact} | ${why} |`;
}
