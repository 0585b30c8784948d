import { expect, test } from 'vitest';
import { partsOf } from '../parts/parts.ts';
import { reportOf } from './report.ts';
import { begun, gameOf, played } from './testing.ts';

const lab = {
  stack: 'tempo',
  capabilities: [],
  endpoints: { grafana: 'http://127.0.0.1:3000', console: 'http://127.0.0.1:4000' },
} as unknown as Parameters<typeof reportOf>[1];

test('a report has times, points, the table of estimates, notes and the solution', () => {
  const game = played(gameOf({ estimates: { notice: 1, part: 2, cause: 0.5 } }), [
    [20, { kind: 'noticed' }],
    [70, { kind: 'noticed' }],
    [75, { kind: 'note', text: 'p95 | by route' }],
    [80, { kind: 'part', part: 'gateway' }],
    [85, { kind: 'hint' }],
    [90, { kind: 'part', part: 'orders' }],
    [100, { kind: 'cause', fault: 'slow-route' }],
    [110, { kind: 'since', moment: begun + 42 }],
  ]);
  const report = reportOf(game, lab);
  for (const line of [
    '# Game day, level 1, seed 7',
    '| lab | native, tempo stack |',
    '| began | 2026-11-27 14:00:00 |',
    '| first bad second | 14:00:40 |',
    '| ended | 14:01:50, everything was answered |',
    '| time to notice | 30 s |',
    '| time to find | 1 min 0 s |',
    '| hints used | 1 |',
    '| wrong answers | 1 |',
    '| false alarms | 1 |',
    '| points | 80 of 100 |',
    '| task | estimated | taken | comment |',
    '| notice it | 1 min | 30 s | 1 false alarm |',
    '| find the part | 2 min | 50 s | 1 wrong answer |',
    '| find the cause | 0.5 min | 1 min 0 s | longer than estimated, 1 hint |',
    '- p95 \\| by route',
    '| 14:00:40 | **the first bad second** |',
    '| 14:01:20 | ✗ Part: not gateway (-10 points). |',
    '### slow-route: GET /chain of orders takes longer, every time.',
    '- part: orders',
  ])
    expect(report.split('\n')).toContain(line);
  expect(report).toMatch(/ {2}- <http:\/\/127\.0\.0\.1:3000\/d\//);
});

test('who gives up without estimates gets a report too', () => {
  const report = reportOf(played(gameOf(), [[60, { kind: 'give up' }]]), lab);
  expect(report).toContain('| ended | 14:01:00, given up |');
  expect(report).toContain('| find the cause | – | – | not done |');
  expect(report).toContain('Nothing was noted.');
});

test('so does one that ended before anything was broken', () => {
  const { broken: _, ...calm } = gameOf({ parts: partsOf('tempo', 'native') });
  const report = reportOf(played(calm, [[10, { kind: 'give up' }]]), lab);
  expect(report).toContain('| first bad second | none: nothing was broken yet |');
});
