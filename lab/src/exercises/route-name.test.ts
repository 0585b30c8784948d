import { expect, test } from 'vitest';
import { sameRoute } from './route-name.ts';

test.each(['GET /io_task', 'get /io_task', '/io_task', ' /IO_TASK '])('"%s" means GET /io_task', (answer) => {
  expect(sameRoute(answer, 'GET /io_task')).toBe(true);
});
test.each(['/', 'io_task', 'POST /io_task', ''])('"%s" does not mean GET /io_task', (answer) => {
  expect(sameRoute(answer, 'GET /io_task')).toBe(false);
});
