import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../roles/role.ts';
import { request } from '../testing/request.ts';
import { servingRoles, startRoles } from '../testing/start-app.ts';

let apps: Awaited<ReturnType<typeof startRoles>>;
beforeAll(async () => void (apps = await startRoles()));
afterAll(() => apps[Symbol.asyncDispose]());

const get = (role: Role, path: string) => request(`${apps.at(role).url}${path}`);

describe.each(servingRoles)('%s', (role) => {
  test('the index names the role and its routes', async () => {
    const { status, body } = await get(role, '/');
    expect({ status, role: body.role }).toEqual({ status: 200, role });
    expect(body.routes).toContain('GET /items/:id');
  });

  test('an item is returned', async () => {
    expect(await get(role, '/items/42')).toMatchObject({ status: 200, body: { id: 42 } });
  });

  test.each(['-1', 'abc', '1.5', '1e3', '99999999999999999'])('item %s is refused with a reason', async (id) => {
    expect(await get(role, `/items/${id}`)).toMatchObject({
      status: 400,
      type: 'application/problem+json',
      body: {
        status: 400,
        detail: `id: expected a whole number from 0 to 9007199254740991, found "${id}"`,
        errors: [{ field: 'id', found: id }],
      },
    });
  });

  test('cpu_task uses CPU for a bounded time', async () => {
    expect(await get(role, '/cpu_task')).toMatchObject({
      status: 200,
      body: { result: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  test('random_sleep sleeps at most as long as requested', async () => {
    const { status, body } = await get(role, '/random_sleep?max=20');
    expect(status).toBe(200);
    expect(body.waited_ms).toBeLessThanOrEqual(20);
  });

  test.each(['-1', '5001', 'x', '1&max=2'])('random_sleep refuses max=%s', async (max) => {
    expect(await get(role, `/random_sleep?max=${max}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'max' }] },
    });
  });

  test('random_status answers every status, without a Location, and with problems for errors', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => get(role, '/random_status')));
    expect([...new Set(answers.map((a) => a.status))].toSorted()).toEqual([200, 300, 400, 500]);
    for (const { status, type, headers } of answers) {
      expect(headers.get('location')).toBeNull();
      expect(type).toBe(status >= 400 ? 'application/problem+json' : 'application/json');
    }
  });

  test('the stack of an error goes to the log only', async () => {
    const answer = await get(role, '/error_test');
    expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.stringify(answer.body)).not.toMatch(/thrown|error-test\.ts|node_modules/);
    expect(apps.at(role).logs.find((line) => line['msg'] === 'request failed')).toMatchObject({
      err: { message: 'error_test: thrown on purpose', stack: expect.stringContaining('error-test.ts') },
    });
  });
});

test.each([
  ['gateway', ['gateway', 'orders', 'stock']],
  ['orders', ['orders', 'stock']],
  ['stock', ['stock']],
] as const)('the chain from %s answers with each hop', async (role, hops) => {
  expect(await get(role, '/chain')).toMatchObject({ status: 200, body: { hops } });
});

test('io_task waits a second', async () => {
  const started = performance.now();
  expect((await get('stock', '/io_task')).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(990);
});
