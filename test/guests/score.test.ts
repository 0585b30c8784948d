import { beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { guests } from '../../lab/src/parts/parts.ts';
import { scoreService } from '../../lab/src/score/score.ts';
import { ask, urlOf } from '../support/guest-requests.ts';
import { startTwin } from '../support/guest-twin.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const played = [
  '/',
  '/items/1',
  '/items/2',
  '/error_test',
  '/random_status',
  '/random_sleep?max=5',
  '/nope/1',
  '/nope/2',
];

/** Ordinary requests, of a caller that makes no spans. */
async function play(url: string): Promise<void> {
  for (let i = 0; i < 3; i++) for (const path of [...played, '/chain']) await (await fetch(url + path)).arrayBuffer();
}

const judged = (service: string) => scoreService(lab.lab, { service, minutes: 2, traces: 100 });
const applies = (report: Awaited<ReturnType<typeof judged>>, id: string) =>
  report.rules.find((rule) => rule.id === id)!.state !== 'not applicable';

beforeAll(async () => {
  for (const guest of guests) await play(urlOf(lab, guest));
});

test.each(guests)('%s scores at least 90 in both numbers', async (guest) => {
  const report = await until(
    'spans, metrics and lines are judged',
    async () => {
      await play(urlOf(lab, guest));
      const found = await judged(guest);
      return ['SPA-002', 'MET-002', 'LOG-002'].every((id) => applies(found, id)) ? found : undefined;
    },
    { deadline: 60_000, every: 1_000 },
  );
  const failed = report.rules
    .filter(({ state }) => state === 'failed')
    .map(({ id, example }) => `${id}: ${example?.text}`);
  expect(Math.min(report.score, report.labScore), failed.join('\n')).toBeGreaterThanOrEqual(90);
});

test('a twin of Flask that was told nothing but where the collector is scores below 60, with the rules that it breaks', async () => {
  await using twin = await startTwin('guest-flask', {
    OTEL_SERVICE_NAME: undefined,
    OTEL_SEMCONV_STABILITY_OPT_IN: undefined,
    OTEL_RESOURCE_ATTRIBUTES: 'http.request.method=GET', // an attribute of spans
    NEXT_URL: undefined,
  });
  const broken = ['RES-005', 'RES-004', 'SPA-002', 'SPA-003', 'LAB-003'];
  const report = await until(
    'the twin is judged',
    async () => {
      // its caller sends ids of spans that nobody stores
      for (let i = 0; i < 20; i++) await ask(`${twin.url}/nope/${crypto.randomUUID()}`);
      await ask(`${twin.url}/items/1`);
      const found = await judged('unknown_service:' + 'python3').catch(() => undefined);
      const failed = found?.rules.filter(({ state }) => state === 'failed').map(({ id }) => id) ?? [];
      return broken.every((id) => failed.includes(id)) ? found : undefined;
    },
    { deadline: 40_000, every: 500 },
  );
  expect(Math.min(report.score, report.labScore)).toBeLessThan(60);
});

test('old conventions alone are named', async () => {
  await using twin = await startTwin('guest-fastapi', {
    OTEL_SERVICE_NAME: 'twin-old-names',
    OTEL_SEMCONV_STABILITY_OPT_IN: undefined,
  });
  const rule = await until(
    'the twin is judged',
    async () => {
      await play(twin.url);
      const found = await judged('twin-old-names').catch(() => undefined);
      return found?.rules.find(({ id, state }) => id === 'LAB-003' && state === 'failed');
    },
    { deadline: 40_000, every: 500 },
  );
  expect(rule.fix).toContain('OTEL_SEMCONV_STABILITY_OPT_IN=http');
});
