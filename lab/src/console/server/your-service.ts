import { type Response, Router } from 'express';
import { LabError } from '../../base/lab-error.ts';
import { describeError } from '../../base/poll.ts';
import { hasNoData, scoreService, servicesOf } from '../../score/score.ts';
import { refuse, refuseWithoutAnswer } from './refuse.ts';
import type { ConsoleSettings } from './settings.ts';
import { Watches } from './watches.ts';

/** How many scores may be made at once, over all pages: each reads up to 50 traces. */
const SCORES = 2;

/** What the page *Your service* asks for: the services that arrived, one that is waited for, and its score. */
export function yourService(settings: ConsoleSettings): Router {
  const router = Router();
  const watches = new Watches(settings, { host: settings.runtime === 'native' });
  let scoring = 0;

  router.get('/services', async (_request, response) => {
    try {
      response.json(await servicesOf(settings));
    } catch (error) {
      refuseWithoutAnswer(response, 'the trace store', error);
    }
  });

  router.get('/watch', async ({ query }, response) => {
    const service = nameIn(query['service'], response);
    if (service === undefined) return;
    const state = await watches.state(service);
    if (!state)
      return refuse(
        response,
        429,
        'Other services are watched.',
        'at most 4 at once',
        'close another page, and wait 10 s',
      );
    response.json(state);
  });

  router.get('/score', async ({ query }, response) => {
    const service = nameIn(query['service'], response);
    if (service === undefined) return;
    if (scoring >= SCORES)
      return refuse(response, 429, 'Other scores are made.', `at most ${SCORES} at once`, `${scoring}`);
    scoring++;
    try {
      response.json(await scoreService(settings, { service, minutes: 5, traces: 50 }));
    } catch (error) {
      if (hasNoData(error))
        return refuse(response, 404, error.failure.what, error.failure.expected ?? '', error.failure.found ?? '');
      if (!(error instanceof LabError)) return refuseWithoutAnswer(response, 'an engine', error);
      refuse(response, 502, error.failure.what, error.failure.expected ?? '', describeError(error));
    } finally {
      scoring--;
    }
  });
  return router;
}

function nameIn(value: unknown, response: Response): string | undefined {
  const service = typeof value === 'string' ? value.trim() : '';
  if (service !== '' && service.length <= 200) return service;
  return void refuse(
    response,
    400,
    'There is no such service.',
    'service: 1 to 200 characters',
    `${service.length} characters`,
  );
}
