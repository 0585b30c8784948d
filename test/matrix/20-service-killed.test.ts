import { afterAll, expect, test } from 'vitest';
import { bench, halted } from './bench.ts';
import { endGateway } from './ended-service.ts';
import { note } from './results.ts';

const lab = await bench();
afterAll(() => lab[Symbol.asyncDispose]());

test('a killed service takes along the spans of its last two seconds at most', async () => {
  const { answered, missing } = await endGateway(lab, 'kill');
  const oldest = Math.max(0, ...missing.map(({ age }) => age));
  expect(oldest).toBeLessThan(2); // batches leave every 200 ms, on a busy machine later
  note(20, {
    seen: `${missing.length} of ${answered.length} traces lack spans, answered ${oldest.toFixed(2)} s before the kill at the earliest`,
  });
});

test('…and would take along older ones if it could not send them', async () => {
  await using _ = await halted(lab, 'collector');
  const resume = setTimeout(() => void lab.lab.resume('collector'), 6_000); // after the kill
  const { answered, missing } = await endGateway(lab, 'kill').finally(() => clearTimeout(resume));
  const oldest = Math.max(0, ...missing.map(({ age }) => age));
  expect(oldest).toBeGreaterThan(2);
  note(20, {
    control: `collector hangs: ${missing.length} of ${answered.length} lack spans, answered ${oldest.toFixed(2)} s before the kill at the earliest`,
  });
});
