import express, { Router } from 'express';
import { refuse } from '../refuse.ts';
import type { Received } from './received.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * Takes what is posted to `/<uuid>`, as webhook testers do, and tells it at `/<uuid>/requests`. Only JSON: a form of another
 * page cannot send that.
 */
export function receiver(received: Received): Router {
  return Router()
    .post(
      new RegExp(`^/${uuid}$`),
      (request, response, next) => {
        if (request.is('application/json')) return next();
        const found = request.headers['content-type'] ?? 'no type';
        refuse(response, 415, 'Only notifications in JSON are taken.', 'application/json', found);
      },
      express.json({ limit: '256kb', strict: true }),
      (request, response) => {
        const { 'content-type': type = '', 'user-agent': agent = '' } = request.headers;
        const id = request.path.slice(1);
        received.add({
          uuid: crypto.randomUUID(),
          token_id: id,
          method: 'POST',
          url: request.originalUrl,
          headers: { 'content-type': [type], 'user-agent': [agent.slice(0, 200)] },
          content: JSON.stringify(request.body),
          created_at: new Date().toISOString(),
        });
        response.status(200).json({ status: 'ok' });
      },
    )
    .get(new RegExp(`^/${uuid}/requests$`), (request, response) => {
      const data = received.requests(request.path.split('/')[1]!);
      response.set('Cache-Control', 'no-store').json({ data, total: data.length });
    });
}
