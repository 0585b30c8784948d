import { z } from 'zod';
import { readYaml, type ReadYaml } from './read-yaml.ts';

const name = z
  .string('expected a name')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case letters and digits, joined by "-"');
const text = z.string('expected text').trim().min(1, 'expected text');
const labels = z.record(z.string(), z.string('expected text')).optional();
const annotations = z.record(z.string(), text, 'expected annotations').optional();
const query = z
  .string('expected a PromQL query')
  .refine((expr) => /\[\{\{\s*\.window\s*\}\}\]/.test(expr), 'expected [{{.window}}] as the range of each selector')
  .refine(
    (expr) => !/\[\d+[smhdwy]/.test(expr),
    'expected [{{.window}}] as the range of each selector, found a fixed one',
  );

/** What each alert has to tell; `lab/src/objectives` and `prometheus/alerts` have the same. */
export const alertAnnotations = ['summary', 'meaning', 'action', 'panel', 'exercise'] as const;

const severities = { page_alert: 'page', ticket_alert: 'ticket' } as const;
const alert = (severity: 'page' | 'ticket') =>
  z.strictObject(
    {
      labels: z.looseObject(
        { severity: z.literal(severity, `expected ${severity}`) },
        `expected labels with severity: ${severity}`,
      ),
      annotations,
    },
    'expected labels and annotations',
  );

const alerting = z
  .strictObject(
    {
      name: z.string('expected a name').regex(/^[A-Z][A-Za-z0-9]*$/, 'expected a name such as GatewayAvailabilityBurn'),
      labels,
      annotations,
      page_alert: alert('page'),
      ticket_alert: alert('ticket'),
    },
    'expected name, annotations, page_alert and ticket_alert',
  )
  .superRefine((given, context) => {
    for (const which of Object.keys(severities) as (keyof typeof severities)[]) {
      const all = { ...given.annotations, ...given[which].annotations };
      for (const missing of alertAnnotations.filter((one) => !all[one]))
        context.addIssue({ code: 'custom', path: [which, 'annotations', missing], message: 'is missing' });
    }
  });

const slo = z.strictObject(
  {
    name,
    objective: z
      .number('expected a percentage between 0 and 100')
      .gt(0, 'expected a percentage above 0')
      .lt(100, 'expected a percentage below 100: 100 leaves no budget'),
    description: text,
    labels,
    sli: z.strictObject(
      { events: z.strictObject({ error_query: query, total_query: query }, 'expected error_query and total_query') },
      'expected events',
    ),
    alerting,
  },
  'expected an objective',
);

/** Sloth's own form, prometheus/v1, as far as the lab takes it: https://sloth.dev/specs/default/ */
const schema = z.strictObject(
  {
    version: z.literal('prometheus/v1', 'expected prometheus/v1'),
    service: name,
    labels,
    slos: z.array(slo, 'expected a list of objectives').min(1, 'expected an objective'),
  },
  'expected version, service and slos',
);

export type ObjectiveFile = z.infer<typeof schema>;

/** Reads a file of `slo/`. Throws a LabError that names file, line and field. */
export function readObjectiveFile(file: string, content: string): ReadYaml<ObjectiveFile> {
  return readYaml(file, content, schema);
}
