import { createServer } from 'node:http';
import express from 'express';
import { expect, test } from 'vitest';
import { listening, temporaryHome } from '../../base/testing.ts';
import type { LabEvent } from '../../parts/lab-event.ts';
import { labEvents } from './lab-events.ts';
import { EventLog } from '../../runtime/events/event-log.ts';
import { RecordedLab } from '../../runtime/events/recorded-lab.ts';
import { EndedByForce, type Lab } from '../../runtime/lab.ts';

temporaryHome();

test('a stop and a start are events in the log and in the console', async () => {
  await using console = await startConsole();
  const lab = new RecordedLab(labOf({ console: console.url }), fail);
  await lab.stop('tempo');
  await lab.start('tempo');
  const done = ['tempo stopped', 'tempo started'];
  expect(names(new EventLog('native').read())).toEqual(done);
  expect(names(await console.events())).toEqual(done);
});

test('a failed action is not an event', async () => {
  const lab = new RecordedLab(
    { ...labOf({}), stop: async () => Promise.reject(new Error('is stopped already')) },
    fail,
  );
  await expect(lab.stop('tempo')).rejects.toThrow('is stopped already');
  expect(new EventLog('native').read()).toEqual([]);
});

test('a part that had to be killed is recorded as killed', async () => {
  const stubborn = new EndedByForce('tempo', 'pid 1');
  const lab = new RecordedLab({ ...labOf({}), stop: async () => Promise.reject(stubborn) }, fail);
  await expect(lab.stop('tempo')).rejects.toBe(stubborn);
  expect(names(new EventLog('native').read())).toEqual(['tempo killed']);
});

test('a Grafana or a console that does not answer is reported, and the event is kept', async () => {
  const said: string[] = [];
  const nobody = 'http://127.0.0.1:9';
  await new RecordedLab(labOf({ console: nobody, grafana: nobody }), (line) => said.push(line)).kill('tempo');
  expect(names(new EventLog('native').read())).toEqual(['tempo killed']);
  expect(said).toEqual([
    expect.stringMatching(/^Grafana did not store this as an annotation: Grafana at http:\/\/127\.0\.0\.1:9: /),
    expect.stringMatching(/^The console shows no marker of this: The console at http:\/\/127\.0\.0\.1:9: /),
  ]);
});

test('a lab that is started again records its ended parts as started, and informs the new console', async () => {
  await new RecordedLab(labOf({}), fail).kill('tempo');
  await using console = await startConsole();
  await new RecordedLab(labOf({ console: console.url }), fail).recordUp();
  expect(names(await console.events())).toEqual(['tempo killed', 'tempo started']);
});

test('a recorded lab can be copied by object spread like any other', () => {
  const lab = labOf({ console: 'http://127.0.0.1:9' });
  const { name, endpoints } = { ...new RecordedLab(lab, fail) };
  expect({ name, endpoints }).toEqual({ name: lab.name, endpoints: lab.endpoints });
});

test('events are removed with the data', async () => {
  const lab = new RecordedLab(labOf({}), fail);
  await lab.stop('tempo');
  await lab.down({ volumes: false });
  expect(new EventLog('native').read()).toHaveLength(1);
  await lab.down({ volumes: true });
  expect(new EventLog('native').read()).toEqual([]);
});

/** A lab in which everything succeeds at once. */
function labOf(endpoints: Partial<Lab['endpoints']>): Lab {
  const nothing = async () => {};
  return { name: 'native', endpoints, start: nothing, stop: nothing, kill: nothing, down: nothing } as unknown as Lab;
}

/** The console's server, cut to its events. */
async function startConsole() {
  const server = createServer(express().use(express.json()).use('/api/events', labEvents()));
  const url = await listening(server);
  return {
    url,
    events: async () => (await (await fetch(`${url}/api/events`)).json()) as LabEvent[],
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

function names(events: readonly LabEvent[]): string[] {
  return events.map(({ part, what }) => `${part} ${what}`);
}

function fail(line: string): never {
  throw new Error(line);
}
