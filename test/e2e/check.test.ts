import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { check } from '../../lab/src/check/check.ts';
import type { HopName } from '../../lab/src/check/hop-names.ts';
import type { HopResult } from '../../lab/src/check/hop-result.ts';
import { ownLayer, renamedMetrics } from '../support/own-layer.ts';
import { stack, startLab, type TestLab } from '../support/start-lab.ts';

const store: PartName = stack === 'jaeger' ? 'jaeger' : 'tempo';

describe('a lab that is whole', () => {
  let lab: TestLab;
  beforeAll(async () => void (lab = await startLab()));
  afterAll(() => lab?.[Symbol.asyncDispose]());

  test('passes every hop and the ledger in at most 10 s', async () => {
    const result = await check(lab, { requests: 50 });
    expect(result.hops.filter((h) => !h.ok)).toEqual([]);
    expect(result.ledger?.differences).toEqual([]);
    expect(result.ok).toBe(true);
    expect(result.seconds).toBeLessThan(10);
  });

  test('names the hop "store" when the store is stopped, and nothing else', async () => {
    const result = await withoutPart(lab, store);
    expect(failed(result)).toEqual(['store']);
    const hop = result.find((h) => h.name === 'store')!;
    expect(hop.cause).toContain('is not running');
    expect(hop.next).toBe(`npm run lab -- start ${store}`);
  });

  test('names the hop "export" when the collector is stopped, and asks nothing behind it', async () => {
    const result = await withoutPart(lab, 'collector');
    expect(failed(result)).toEqual(['export']);
    expect(result.find((h) => h.name === 'export')).toMatchObject({
      cause: 'the collector is not running',
      next: 'npm run lab -- start collector',
    });
    expect(result.filter((h) => h.skipped && !h.ok).map((h) => h.name)).toEqual(
      expect.arrayContaining(['collector', 'store', 'connector', 'prometheus']),
    );
  });

  test('names the hop "app" and the role when a role is stopped', async () => {
    const result = await withoutPart(lab, 'stock');
    expect(failed(result)).toEqual(['app']);
    expect(result[0]).toMatchObject({ cause: 'stock is not running', next: 'npm run lab -- start stock' });
  });

  test('names the hop "prometheus" when Prometheus is stopped', async () => {
    const result = await withoutPart(lab, 'prometheus');
    expect(failed(result)).toContain('prometheus');
    expect(failed(result)).not.toContain('store');
    expect(result.find((h) => h.name === 'prometheus')?.next).toBe('npm run lab -- start prometheus');
  });

  test('is whole again after all this', async () => {
    const result = await check(lab, { requests: 25 });
    expect(result.hops.filter((h) => !h.ok)).toEqual([]);
    expect(result.ledger?.differences).toEqual([]);
  });
});

test('a renamed span_metrics namespace is named at the counting hop', async () => {
  using layer = ownLayer(renamedMetrics);
  await using lab = await startLab({ configs: { collector: layer.path } });
  const { hops, ok } = await check(lab, { requests: 0 });
  expect(ok).toBe(false);
  expect(failed(hops)[0]).toBe('connector');
  expect(hops.find((h) => h.name === 'connector')?.found).toContain('other_calls');
});

async function withoutPart(lab: TestLab, part: PartName): Promise<HopResult[]> {
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
