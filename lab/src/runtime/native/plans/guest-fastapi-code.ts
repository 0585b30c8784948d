import { pythonGuestPlan } from './python-guest.ts';

/** The same application, instrumented in its code. With the shop it counts orders, as the user who may do that and no more. */
export const plan = pythonGuestPlan({
  part: 'guest-fastapi-code',
  title: 'FastAPI by code',
  folder: 'fastapi-code',
  framework: 'fastapi',
  program: 'main.py',
  instrument: false,
  more: ({ env, capabilities }): Record<string, string> =>
    capabilities.includes('shop')
      ? {
          POSTGRES_URL: `postgres://observer@127.0.0.1:${env.POSTGRES_PORT}/shop`,
          OBSERVER_PASSWORD: env.OBSERVER_PASSWORD,
        }
      : {},
});
