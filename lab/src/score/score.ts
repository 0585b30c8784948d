import { labServices } from './lab-services.ts';
import { storesOf } from '../backends/stores.ts';
import { EngineError } from '../backends/http.ts';
import { readInventory } from '../backends/inventory.ts';
import { type Failure, LabError } from '../base/lab-error.ts';
import type { Lab } from '../runtime/lab.ts';
import { categoryOf, scoreOf } from './formula.ts';
import type { Wanted } from './read-traces.ts';
import { redacted } from './redact.ts';
import type { RuleResult, ScoreReport } from './report.ts';
import type { Rule } from './rule.ts';
import { rulesOfLab, rulesOfSpecification } from './rules/index.ts';
import { readSample, type Sample } from './sample.ts';
import { tracePage } from './trace-page.ts';

type LinkTo = (traceId: string, spanId: string) => string;

/** Judges the newest telemetry of a service. Fails with a LabError if there is none. */
export async function scoreService(lab: Pick<Lab, 'endpoints'>, wanted: Wanted): Promise<ScoreReport> {
  const reading = readSample(lab, wanted).catch((error: unknown) => {
    throw error instanceof EngineError ? noAnswer(error) : error;
  });
  const [sample, linkTo] = await Promise.all([reading, tracePage(lab.endpoints)]);
  if (sample.spans.length === 0 && !sample.metrics?.length && !sample.lines?.length) throw await noData(lab, wanted);
  return judge(sample, linkTo);
}

/** The report on a sample. */
export function judge(sample: Sample, linkTo: LinkTo): ScoreReport {
  const results = (rules: readonly Rule[], origin: RuleResult['origin']) =>
    rules.map((rule) => resultOf(rule, origin, sample, linkTo));
  const specification = results(rulesOfSpecification, 'specification');
  const rules = [...specification, ...results(rulesOfLab, 'lab')];
  const score = scoreOf(specification);
  return {
    service: sample.service,
    language: sample.language,
    minutes: sample.minutes,
    traces: sample.traces.length,
    spans: sample.spans.length,
    score,
    labScore: scoreOf(rules),
    category: categoryOf(score),
    rules,
  };
}

/** Services that the lab knows: those of others first, then its own. */
export async function servicesOf({ endpoints }: Pick<Lab, 'endpoints'>): Promise<string[]> {
  const [stored, sent] = await Promise.all([
    storesOf(endpoints)[0]!.services(),
    endpoints.inventory ? readInventory(endpoints.inventory).catch(() => []) : [],
  ]);
  const names = [...new Set([...stored, ...sent.map(({ service }) => service)])].filter(Boolean).toSorted();
  return [...names.filter((name) => !labServices.has(name)), ...names.filter((name) => labServices.has(name))];
}

function resultOf(
  { judge: ask, fix, ...about }: Rule,
  origin: RuleResult['origin'],
  sample: Sample,
  linkTo: LinkTo,
): RuleResult {
  const verdict = ask(sample);
  const base = { ...about, origin, fix: fix[sample.language] ?? fix.other };
  if ('notApplicable' in verdict)
    return { ...base, state: 'not applicable', checked: 0, failed: 0, found: verdict.notApplicable };
  const { checked, failed, found, example } = verdict;
  return {
    ...base,
    state: failed > 0 ? 'failed' : 'passed',
    checked,
    failed,
    found: redacted(found),
    ...(example && {
      example: {
        text: redacted(example.text),
        ...(example.span && { traceId: example.span.traceId, url: linkTo(example.span.traceId, example.span.spanId) }),
      },
    }),
  };
}

/** There is nothing to judge; `services` are those that the lab knows. */
class NoData extends LabError {
  readonly services: readonly string[];
  constructor(failure: Failure, services: readonly string[]) {
    super(failure);
    this.services = services;
  }
}

/** Whether a score failed because the service sent nothing. */
export function hasNoData(error: unknown): error is LabError & { services: readonly string[] } {
  return error instanceof NoData;
}

function noAnswer({ engine, message }: EngineError): LabError {
  return new LabError({
    what: `${engine} does not answer: nothing can be judged.`,
    expected: 'traces, and log lines if the lab has a log store',
    found: message,
    next: 'npm run status',
  });
}

async function noData(lab: Pick<Lab, 'endpoints'>, { service, minutes }: Wanted): Promise<NoData> {
  const known = await servicesOf(lab);
  const isKnown = known.includes(service);
  const failure = {
    what: isKnown
      ? `${service} sent nothing in the last ${minutes} min.`
      : `No service "${service}" is known to the lab.`,
    expected: `spans, metrics or log lines of ${service}`,
    found: isKnown
      ? 'older ones only, or only requests of checks'
      : known.length > 0
        ? `services: ${listed(known)}`
        : 'no service at all',
    next: `npm run lab -- watch ${service}`,
  };
  return new NoData(failure, known);
}

const listed = (names: readonly string[]) => names.slice(0, 20).join(', ') + (names.length > 20 ? ' …' : '');
