import { expect, test } from 'vitest';
import list from '../../../routes.json' with { type: 'json' };
import { appRoles } from './parts.ts';
import { scenario, scenarios } from './scenarios.ts';

test('the scenarios make a span for every route that a role serves, and for no other route', () => {
  const { 'every role': everywhere, ...served } = list.served;
  expect(Object.keys(served)).toEqual([...appRoles]);
  const listed = Object.entries(served).flatMap(([role, routes]) =>
    [...everywhere, ...routes].map((route) => `${role} ${route}`),
  );
  const due = scenarios.flatMap((s) => s.due(s.answers[0]!)).map((span) => `${span.service} ${span.name}`);
  expect([...new Set(due)].toSorted()).toEqual(listed.toSorted());
});

test('a scenario is found by its route, and the usual one comes first', () => {
  expect(scenario('POST /purchases')).toMatchObject({ service: 'gateway', answers: [201] });
  expect(scenario('GET /', 'stock').name).toBe('stock GET /');
  expect(() => scenario('GET /nowhere')).toThrow('routes.json has no request GET /nowhere to gateway');
});
