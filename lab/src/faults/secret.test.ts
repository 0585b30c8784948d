import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryHome } from '../base/testing.ts';
import { EventLog } from '../runtime/events/event-log.ts';
import { RecordedLab } from '../runtime/events/recorded-lab.ts';
import { layFaultFiles } from '../runtime/fault-files.ts';
import type { Lab } from '../runtime/lab.ts';
import { breakLab, faultNamed, faultsOn, healLab } from './switch.ts';

const home = temporaryHome();

test.each(['slow-route', 'tempo-stopped'])(
  'a secret %s leaves no event, of its part neither, before it is healed',
  async (name) => {
    const lab = labIn(home.path);
    const { since } = await breakLab(lab, faultNamed(name), { secret: true });
    expect(new EventLog('native').read()).toEqual([]);
    await healLab(lab, faultNamed(name));
    const events = new EventLog('native').read();
    expect(events.map(({ what, fault }) => ({ what, fault }))).toEqual([
      { what: 'broken', fault: name },
      { what: 'healed', fault: name },
    ]);
    expect(events[0]!.at).toBe(since);
    expect(faultsOn(lab)).toEqual([]);
  },
);

test('one that is no secret is recorded at once', async () => {
  const lab = labIn(home.path);
  await breakLab(lab, faultNamed('tempo-stopped'));
  expect(new EventLog('native').read().map(({ what }) => what)).toEqual(['stopped', 'broken']);
});

/** A lab whose part stops and starts at once, and in which nothing answers. */
function labIn(folder: string): RecordedLab {
  const faultsFolder = `${folder}/faults`;
  mkdirSync(faultsFolder, { recursive: true });
  layFaultFiles(faultsFolder, { keep: false });
  let state = 'running';
  const lab = {
    name: 'native',
    runtime: 'native',
    stack: 'tempo',
    capabilities: [],
    parts: ['tempo'],
    endpoints: { prometheus: 'http://127.0.0.1:9' },
    faultsFolder,
    status: async () => [{ part: 'tempo', state }],
    stop: async () => void (state = 'stopped'),
    start: async () => void (state = 'running'),
    resume: async () => {},
  };
  return new RecordedLab(lab as unknown as Lab, () => {});
}
