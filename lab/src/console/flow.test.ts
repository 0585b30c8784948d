import { expect, test } from 'vitest';
import { type Capability, capabilityNames } from '../parts/capabilities.ts';
import { partsOf, runtimeNames, stacks } from '../parts/parts.ts';
import { flowOf } from './flow.ts';

/** Every choice of capabilities. */
const choices = capabilityNames.reduce<Capability[][]>(
  (all, name) => all.flatMap((some) => [some, [...some, name]]),
  [[]],
);

test('whatever a lab has, each box of its picture has a place of its own, and no line is empty', () => {
  for (const runtime of runtimeNames)
    for (const stack of stacks)
      for (const capabilities of choices) {
        const { nodes, edges } = flowOf(partsOf(stack, runtime, capabilities));
        const places = nodes.map(({ column, line }) => `${column} ${line}`);
        const what = `${runtime} ${stack} ${capabilities.join()}`;
        expect(new Set(places).size, what).toBe(nodes.length);
        expect(Math.max(...nodes.map(({ line }) => line)) + 1, what).toBe(new Set(nodes.map(({ line }) => line)).size);
        expect(Math.max(...nodes.map(({ column }) => column)), what).toBeLessThan(5);
        const columnOf = (name: string) => nodes.find((node) => node.name === name)!.column;
        const over = edges
          .filter(({ from, to }) => columnOf(to) - columnOf(from) > 1)
          .map(({ from, to }) => `${from} ${to}`);
        expect(
          over.filter((edge) => edge !== 'executor collector'),
          what,
        ).toEqual([]); // that one takes the lane between two lines
      }
});
