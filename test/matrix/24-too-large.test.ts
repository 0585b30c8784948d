import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { postTo } from '../support/otlp.ts';
import { callOtlp } from '../support/otlp-grpc.ts';
import { stack } from '../support/this-run.ts';
import { bench, processOf } from './bench.ts';
import { note } from './results.ts';
import { isTriedOn } from './rows.ts';

// the store plays no part
const here = isTriedOn(stack, 24) && process.platform === 'linux';
const lab = here ? await bench() : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

const MB = 1_000_000;
const bomb = new Uint8Array(gzipSync(Buffer.alloc(200 * MB)));
const traces = () => `${lab.endpoints.otlpHttp}/v1/traces`;
const sendBomb = () => postTo(traces(), bomb, { 'content-encoding': 'gzip' });

/** The collector's resident memory at most since it started, MB. proc_pid_status(5), VmHWM */
async function mostMemory(): Promise<number> {
  const status = readFileSync(`/proc/${await processOf(lab, 'collector')}/status`, 'utf8');
  return (Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) * 1024) / MB;
}

test.runIf(here)('what is too large is refused with a word, and takes no memory', async () => {
  const pid = await processOf(lab, 'collector');
  const before = await mostMemory();
  const http = await postTo(traces(), new Uint8Array(21 * MB));
  const grpc = await callOtlp(lab, 'trace.v1.TraceService/Export', new Uint8Array(5 * MB));
  const unpacked = await sendBomb();
  const growth = (await mostMemory()) - before;
  expect([400, 413]).toContain(http.status);
  expect(grpc).toEqual({ code: 8, details: expect.stringContaining('larger than max') });
  expect([400, 413]).toContain(unpacked.status);
  expect(growth).toBeLessThan(64);
  expect(await processOf(lab, 'collector')).toBe(pid);
  note(24, {
    seen: `21 MB: ${http.status}; 5 MB by gRPC: RESOURCE_EXHAUSTED; 200 MB packed in ${(bomb.length / 1000).toFixed(0)} kB: ${unpacked.status}; memory +${growth.toFixed(0)} MB`,
  });
});

test.runIf(here)('…and is unpacked by a receiver with a larger limit', async () => {
  await lab.withCollector({ receivers: { otlp: { protocols: { http: { max_request_body_size: 1_000 * MB } } } } });
  const before = await mostMemory();
  await sendBomb();
  const growth = (await mostMemory()) - before;
  expect(growth).toBeGreaterThan(100);
  note(24, { control: `limit 1 GB: memory +${growth.toFixed(0)} MB` });
});
