import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeError, until } from '../../../lab/src/base/poll.ts';
import { check } from '../../../lab/src/check/check.ts';
import { balance, keepLedger, type Ledger } from '../../../lab/src/check/ledger.ts';
import { newRun, send, type Sent } from '../../../lab/src/check/request.ts';
import { faults } from '../../../lab/src/faults/catalogue/index.ts';
import type { Fault } from '../../../lab/src/faults/fault.ts';
import { isSeen } from '../../../lab/src/faults/sign.ts';
import { breakLab, type FaultOn, faultsOn, healLab, sourcesOf } from '../../../lab/src/faults/switch.ts';
import { type Scenario, scenariosOf } from '../../../lab/src/parts/scenarios.ts';
import { findLab } from '../../../lab/src/runtime/find-lab.ts';
import { scoreService } from '../../../lab/src/score/score.ts';
import { activeAlerts } from '../alerts.ts';
import { startLab } from '../start-lab.ts';
import type { TestLab } from '../test-lab.ts';
import { keepProof } from './results.ts';
import { type FaultSet, setOf, sets } from './sets.ts';

/** What is sent meanwhile with a mark, to be counted: several services, reads and writes. */
const markedOf = (lab: TestLab): Scenario[] =>
  ['GET /chain', 'GET /items/:id', 'POST /purchases'].map((route) =>
    scenariosOf(lab.endpoints).find((one) => one.service === 'gateway' && one.route === route)!,
  );

/**
 * Proves each fault of a set in a lab of its own, under the lab's own load: without it its sign is not there; with it
 * the sign is there in the stated time, and what should name it does; healed, the sign is gone in the stated time, and what
 * was sent meanwhile is counted as the fault says. Before and after, the ledger is exact.
 */
export async function prove(set: FaultSet): Promise<void> {
  const here = faults.filter((fault) => setOf(fault) === set);
  const lab = await startLab(sets[set]);
  afterAll(() => lab[Symbol.asyncDispose]());
  const load = new AbortController();
  let loading: Promise<void>;
  let loadEnded: string | undefined;
  beforeAll(async () => {
    loading = lab.lab
      .load({ duration: '2h', vus: 3, quiet: true, signal: load.signal })
      .then(({ exitCode, lastLine }) => `k6 ended with ${exitCode}: ${lastLine}`, describeError)
      .then((why) => void (loadEnded = why));
    const rate = async () => (await lab.prometheus.query('sum(rate(traces_span_metrics_calls_total[16s]))'))[0]?.value;
    await until('the load is counted', async () => ((await rate()) ?? 0) > 5 || undefined, { deadline: 60_000 });
  });
  afterAll(async () => {
    load.abort();
    await loading;
  });

  test('without a fault no sign is there', async () => {
    const signs = async () => {
      const all = await Promise.all(here.map(async (fault) => ((await seen(lab, fault, undefined)) ? fault.name : [])));
      return all.flat();
    };
    const atRest = async () => (await signs()).length === 0 || undefined;
    await until('the load has all that a panel shows of it', atRest, { deadline: 90_000, every: 500 });
    const began = performance.now();
    const shown = new Set<string>();
    const over = async () => {
      for (const name of await signs()) shown.add(name);
      return performance.now() - began > 15_000 || undefined;
    };
    await until('15 s are over', over, { deadline: 60_000, every: 500 });
    expect([...shown]).toEqual([]);
  });

  beforeEach(() => expect(loadEnded, 'every sign is judged under a load').toBeUndefined());

  describe.each(here)('$name', (fault) => {
    test('is seen, is named, and is gone when it is healed', { timeout: 420_000 }, () => proveOne(lab, fault));
  });
}

async function proveOne(lab: TestLab, fault: Fault): Promise<void> {
  const recorded = await findLab({ partly: true });
  const limit = (seconds: number) => ({ deadline: seconds * 1000, every: 250 });
  await until(
    `${fault.name} is not seen yet`,
    async () => !(await seen(lab, fault, undefined)) || undefined,
    limit(60),
  );
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const on = await breakLab(recorded, fault);
  let sent: Marked;
  let visible: number;
  let named: string[];
  let during: Ledger | undefined;
  try {
    expect(faultsOn(lab.lab).map(({ name }) => name)).toEqual([fault.name]);
    const sending = sendMarked(lab);
    const there = async () => ((await seen(lab, fault, on)) ? since() : undefined);
    visible = await until(`${fault.name} is seen`, there, limit(fault.within.seen)).catch(async (error: unknown) => {
      throw new Error(`its sign reads ${await read(lab, fault)}, before it read ${on.before}`, { cause: error });
    });
    sent = await sending;
    if (!isOfTelemetrysWay(fault)) during = await balance(lab.ledger, sent.run, sent.requests, { patience: 12_000 });
    named = await namesOf(lab, fault);
  } finally {
    await healLab(recorded, fault);
  }
  const healed = performance.now();
  const over = async () => ((await seen(lab, fault, on)) ? undefined : (performance.now() - healed) / 1000);
  const gone = await until(`${fault.name} is gone`, over, limit(fault.within.gone));
  expect(faultsOn(lab.lab)).toEqual([]);
  during ??= await balance(lab.ledger, sent.run, sent.requests, { patience: 30_000 });
  if (fault.counts === 'exact') expectExact(fault, sent, during);
  const after = await keepLedger(lab.ledger, { requests: 40, concurrency: 4, scenarios: markedOf(lab) });
  expect(after.differences).toEqual([]);
  keepProof(lab, fault, { visible, gone, named, during });
}

/** What is sent meanwhile may be stored and counted only after the heal. */
const isOfTelemetrysWay = ({ group }: Fault) => group === 'pipeline' || group === 'network';

/**
 * Every answer has its span, and stored = counted. Where the telemetry itself was away, what was counted with a mark has
 * ended before it is back (docs/adr/007): there each span that is due must be stored.
 */
function expectExact(
  fault: Fault,
  { requests }: Marked,
  { sent, answered, stored, counted, differences }: Ledger,
): void {
  if (isOfTelemetrysWay(fault)) return expect(differences.filter((line) => line.includes('stored'))).toEqual([]);
  if (answered === sent) return expect(differences).toEqual([]);
  expect(stored).toBe(counted);
  expect(stored).toBeGreaterThanOrEqual(requests.filter(({ status }) => status !== undefined).length);
}

type Marked = { run: string; requests: Sent[] };

/** Requests with a mark for some seconds. */
async function sendMarked(lab: TestLab): Promise<Marked> {
  const run = newRun('counts');
  const requests: Sent[] = [];
  const mix = markedOf(lab);
  for (let i = 0; i < 30; i++) {
    requests.push(await send(mix[i % mix.length]!, lab.ledger.bases, run, { timeout: 4_000 }));
    await wait(200); // a service looks at its flags every half second
  }
  return { run, requests };
}

async function read(lab: TestLab, { sign }: Fault): Promise<number | undefined> {
  return sign.read(sourcesOf(lab.lab), Date.now() / 1000);
}

/** Whether the sign is there; while a store that it is read from does not answer, it is not. */
async function seen(lab: TestLab, fault: Fault, on: FaultOn | undefined): Promise<boolean> {
  const value = await read(lab, fault).catch((error: unknown) => {
    console.log(`${fault.name}: ${describeError(error)}`);
    return undefined;
  });
  return isSeen(fault.sign, value, on ? on.before : value);
}

/** Waits until what should name a fault does; returns what did. */
async function namesOf(lab: TestLab, { name, namedBy }: Fault): Promise<string[]> {
  const patience = { deadline: 150_000, every: 500 }; // an objective is judged over minutes
  const named: string[] = [];
  if (namedBy?.alert !== undefined) {
    const fires = async () =>
      (await activeAlerts(lab, { alertname: namedBy.alert! })).some(({ state }) => state === 'firing') || undefined;
    await until(`${name}: the alert ${namedBy.alert} fires`, fires, patience);
    named.push(`alert ${namedBy.alert}`);
  }
  if (namedBy?.hop !== undefined) {
    const asked = performance.now();
    const { hops } = await check(lab.lab, { requests: 20 });
    expect(performance.now() - asked, 'a check ends, whatever does not answer').toBeLessThan(60_000);
    expect(
      hops.filter(({ ok, skipped }) => !ok && !skipped).map((hop) => hop.name),
      name,
    ).toContain(namedBy.hop);
    named.push(`check, hop ${namedBy.hop}`);
  }
  const rule = namedBy?.rule;
  if (rule !== undefined) {
    const broken = async () => {
      const { rules } = await scoreService(lab.lab, { service: rule.service, minutes: 1, traces: 200 });
      return rules.some(({ id, state }) => id === rule.id && state === 'failed') || undefined;
    };
    await until(`${name}: the score of ${rule.service} fails ${rule.id}`, broken, patience);
    named.push(`score of ${rule.service}, rule ${rule.id}`);
  }
  return named;
}
