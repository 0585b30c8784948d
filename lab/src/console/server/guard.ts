import type { NextFunction, Request, Response } from 'express';
import { refuse } from './refuse.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for other host names (DNS rebinding: a foreign page whose name resolves to loopback) and requests
 * from other origins that change something.
 */
export function guard(allowedHosts: readonly string[]) {
  const allowed = new Set([...loopback, ...allowedHosts]);
  return (request: Request, response: Response, next: NextFunction): void => {
    const host = request.headers.host ?? '';
    const name = host.replace(/:\d+$/, '').toLowerCase();
    if (!allowed.has(name)) {
      return refuse(
        response,
        421,
        'This host name is not served.',
        `one of ${[...allowed].join(', ')}`,
        host || 'no Host header',
      );
    }
    const { origin } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
      return refuse(response, 403, 'Requests from other pages are not served.', `origin http://${host}`, origin);
    }
    if (
      request.headers['sec-fetch-site'] === 'cross-site' &&
      !(reads && request.headers['sec-fetch-mode'] === 'navigate')
    ) {
      return refuse(
        response,
        403,
        'Requests from other pages are not served.',
        'a request of the console itself',
        'cross-site',
      );
    }
    next();
  };
}

/**
 * Headers of every answer. Scripts and styles come from the page's own files: nothing adds style elements at run time, and
 * the elements of ECharts' tooltips get their styles by script, which needs no `unsafe-inline`.
 */
export function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  next();
}
