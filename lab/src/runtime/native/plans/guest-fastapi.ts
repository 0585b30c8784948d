import { pythonGuestPlan } from './python-guest.ts';

/** FastAPI, instrumented from outside. */
export const plan = pythonGuestPlan({
  part: 'guest-fastapi',
  title: 'FastAPI',
  folder: 'fastapi',
  framework: 'fastapi',
  program: 'app.py',
  instrument: true,
});
