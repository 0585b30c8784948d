import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { receiverCounters } from '../../lab/src/backends/collector-counters.ts';
import { getJson } from '../../lab/src/backends/http.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { type HopName, requestHops } from '../../lab/src/check/hop-names.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import type { Health } from '../../lab/src/console/health.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { ourImage } from '../support/docker/our-images.ts';
import { type SmallVolume, smallVolume } from '../support/docker/small-volume.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const docker = inject('docker');
const followed = { requests: 0, names: requestHops };

describe('containers on a full disk', () => {
  const disks = {} as Record<'collector' | 'tempo', SmallVolume>;
  let lab: StartedLab;
  beforeAll(async () => {
    Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
    const options = dockerOptions(docker);
    for (const part of ['collector', 'tempo'] as const)
      disks[part] = await smallVolume(options.project, part, ourImage(docker, 'app'));
    lab = await startLab({ stack: 'tempo', docker: options });
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  test('of Tempo and of the collector’s queue are named, lose no span, and heal without a hand', async () => {
    const { run, sent } = await steadyLoad(lab.endpoints, {
      perSecond: 20,
      during: async () => {
        await disks.tempo.fill(15_000_000); // Tempo can still write what it has
        expect(await until('the console says so', () => failureOf('tempo'))).toMatchObject(full('Tempo'));
        expect(await hop('store')).toMatchObject({ ok: false, found: expect.stringContaining(full('Tempo').what) });
        await disks.collector.fill(300_000); // what waits for Tempo finds no room
        expect(await until('the console says so', () => failureOf('collector'))).toMatchObject(full('Collector'));
        await until('the collector refuses spans', async () =>
          (await receiverCounters(lab.endpoints.collectorTelemetry)).refused > 0 ? true : undefined,
        );
        const cause = expect.stringMatching(/^the disk of its queue is full, 0 MB free .*; the SDK retries/);
        expect(await hop('collector')).toMatchObject({ ok: false, cause });
        await disks.collector.clear();
        await disks.tempo.clear();
        await until('the check passes again', async () => ((await check(lab, followed)).ok ? true : undefined), {
          deadline: 60_000,
        });
      },
    });
    const ledger = await balance(lab.ledger, run, sent, { patience: 20_000 });
    expect(ledger.stored).toBe(ledger.sent); // counted more often: a refused batch is counted again when it is sent again
  });

  /** What the check says of one hop. */
  async function hop(name: HopName) {
    return (await check(lab, followed)).hops.find((one) => one.name === name);
  }

  /** What the console says of a part. */
  async function failureOf(part: PartName) {
    const { nodes } = await getJson<Health>('console', `${lab.endpoints.console}/api/health`);
    return nodes.find(({ name }) => name === part)?.failure;
  }
});

/** What a full disk is called. */
const full = (title: string) => ({
  what: `${title} has no room for its data.`,
  found: expect.stringMatching(new RegExp(`\\b\\d+ MB free of 67 MB at the volume of ${title}$`)),
});
