import { pythonGuestPlan } from './python-guest.ts';

/** Flask, instrumented from outside. */
export const plan = pythonGuestPlan({
  part: 'guest-flask',
  title: 'Flask',
  folder: 'flask',
  framework: 'flask',
  program: 'app.py',
  instrument: true,
});
