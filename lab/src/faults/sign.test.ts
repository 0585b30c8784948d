import { expect, test } from 'vitest';
import { readBefore, type Sign, type Sources } from './sign.ts';

const sources = {} as Sources; // what reads below needs none
const sign = (readings: Record<number, number | Error>): Sign => ({
  panel: 'apm-request-rate',
  look: '',
  bound: { above: 1 },
  read: async (_, at) => {
    const value = readings[at];
    if (value instanceof Error) throw value;
    return value;
  },
});

test('one reading that is far off is not what a sign read before', async () => {
  expect(await readBefore(sign({ 88: 20, 92: 21, 96: 19, 100: 1 }), sources, 100)).toBe(20);
});

test('what was not there, or was not answered, does not count', async () => {
  expect(await readBefore(sign({ 96: new Error('away'), 100: 7 }), sources, 100)).toBe(7);
  expect(await readBefore(sign({}), sources, 100)).toBeUndefined();
});
