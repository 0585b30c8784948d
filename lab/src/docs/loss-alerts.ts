import { losses, type Loss } from '@span-metrics-lab/grafana';
import { stringify } from 'yaml';
import { grown } from '../check/losses.ts';

/** How long an alert of a loss stays after the last one, and how far its rule looks back. */
const WINDOW = '30s';

const nouns: Partial<Record<Loss['unit'], string>> = { spans: 'Spans', 'log records': 'LogLines' };
const verbs: Record<Loss['cause'], string> = { lab: 'Lost', sender: 'LeftOut', nobody: 'Refused' };

/** Name of the alert for a way in which data is left out. */
export function alertOf({ unit, cause }: Pick<Loss, 'unit' | 'cause'>): string {
  return unit === 'calls' ? 'CardinalityOverflow' : `${nouns[unit] ?? 'Data'}${verbs[cause]}`;
}

/** prometheus/alerts/losses.yaml: an alert for each way in which data can be left out, cut or refused. */
export function lossAlerts(): string {
  const rules = losses.map((loss) => ({
    alert: alertOf(loss),
    expr: `${grown(loss, WINDOW)} > 0`,
    labels: { severity: loss.cause === 'lab' ? 'page' : 'ticket', loss: loss.what },
    annotations: {
      summary: `{{ $value | printf "%.0f" }} ${loss.unit}: ${loss.what}`,
      meaning: `${sentence(loss.why)} ${consequence[loss.cause]}`,
      action: sentence(loss.next.startsWith('npm ') ? `\`${loss.next}\`` : loss.next),
      panel: panelOf(loss),
      exercise: loss.cause === 'nobody' ? 'two-counts-after-a-restart' : 'follow-one-request',
    },
  }));
  return [
    '# Data that was lost, left out or refused between a process and its stores: an alert for each way, with its counter.',
    '#   counters of every part --scrape--> [these rules] --> Alertmanager',
    '# Written by `npm run docs` from grafana/src/losses.ts; do not edit.',
    stringify({ groups: [{ name: 'losses', interval: '2s', rules }] }, { lineWidth: 0 }),
  ].join('\n');
}

const consequence: Record<Loss['cause'], string> = {
  lab: 'This is a loss.',
  sender: 'Only the sender can change that.',
  nobody: 'Nothing is lost: it is sent again.',
};

function panelOf({ unit }: Loss): string {
  return `telemetry-pipeline/${unit === 'calls' ? 'Combinations of labels' : 'Left out, cut, refused'}`;
}

const sentence = (text: string) => `${text.replace(/^[a-z]/, (first) => first.toUpperCase())}.`;
