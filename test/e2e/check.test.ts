import { expect, test } from 'vitest';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { check } from '../../lab/src/check/check.ts';
import type { HopName } from '../../lab/src/check/hop-names.ts';
import type { HopResult } from '../../lab/src/check/hop-result.ts';
import { renamedMetrics } from '../support/own-layer.ts';
import { restart } from '../support/restart.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { onceNatively, stack } from '../support/this-run.ts';

const store: PartName = stack === 'jaeger' ? 'jaeger' : 'tempo';
const lab = await sharedLab();

test('the check passes every hop and the ledger in at most 10 s', async () => {
  const result = await check(lab, { requests: 50 });
  expect(result.hops.filter((h) => !h.ok)).toEqual([]);
  expect(result.ledger?.differences).toEqual([]);
  expect(result.ok).toBe(true);
  expect(result.seconds).toBeLessThan(10);
});

test('the check names the hop "store" when the store is stopped, and nothing else', async () => {
  const result = await withoutPart(store);
  expect(failed(result)).toEqual(['store']);
  const hop = result.find((h) => h.name === 'store')!;
  expect(hop.cause).toContain('is not running');
  expect(hop.next).toBe(`npm run lab -- start ${store}`);
});

test('the check names the hop "export" when the collector is stopped, and skips the hops after it', async () => {
  const result = await withoutPart('collector');
  expect(failed(result)).toEqual(['export']);
  expect(result.find((h) => h.name === 'export')).toMatchObject({
    cause: 'the collector is not running',
    next: 'npm run lab -- start collector',
  });
  expect(result.filter((h) => h.skipped && !h.ok).map((h) => h.name)).toEqual(
    expect.arrayContaining(['collector', 'store', 'connector', 'prometheus']),
  );
});

test('the check names the hop "app" and the role when a role is stopped', async () => {
  const result = await withoutPart('stock');
  expect(failed(result)).toEqual(['app']);
  expect(result[0]).toMatchObject({ cause: 'stock is not running', next: 'npm run lab -- start stock' });
});

test.runIf(onceNatively)('the check names the hop "prometheus" when Prometheus is stopped', async () => {
  const result = await withoutPart('prometheus');
  expect(failed(result)).toContain('prometheus');
  expect(failed(result)).not.toContain('store');
  expect(result.find((h) => h.name === 'prometheus')?.next).toBe('npm run lab -- start prometheus');
});

test.runIf(onceNatively)(
  'the check names the hop "connector" and the existing metrics when the span_metrics namespace is renamed',
  async () => {
    try {
      lab.collector.write(renamedMetrics);
      await restart(lab, 'collector');
      const { hops, ok } = await check(lab, { requests: 0 });
      expect(ok).toBe(false);
      expect(failed(hops)[0]).toBe('connector');
      expect(hops.find((h) => h.name === 'connector')?.found).toContain('other_calls');
    } finally {
      lab.collector.write({});
      await restart(lab, 'collector');
    }
  },
);

test('the lab is healthy again afterwards', async () => {
  const result = await check(lab, { requests: 25 });
  expect(result.hops.filter((h) => !h.ok)).toEqual([]);
  expect(result.ledger?.differences).toEqual([]);
});

async function withoutPart(part: PartName): Promise<HopResult[]> {
  await lab.lab.stop(part);
  try {
    return (await check(lab, { requests: 0 })).hops;
  } finally {
    await lab.lab.start(part);
  }
}

function failed(hops: HopResult[]): HopName[] {
  return hops.filter((h) => !h.ok && !h.skipped).map((h) => h.name);
}
