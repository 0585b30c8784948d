import type { RuntimeName, Stack } from '../../lab/src/parts/parts.ts';

/** Runtime and stack that this run of the tests is for; `npm test` sets them. */
export const runtime = (process.env['LAB_TEST_RUNTIME'] ?? 'native') as RuntimeName;
export const stack = (process.env['LAB_TEST_STACK'] ?? 'tempo') as Stack;

/** Runs of different lanes may run at once. */
export const lane = Number(process.env['LAB_TEST_LANE'] ?? 0);

/** No fault is tried at two levels: one that looks the same to its test in either runtime is tried with processes. */
export const onceNatively = runtime === 'native';
