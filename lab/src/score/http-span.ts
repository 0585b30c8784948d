import type { StoredSpan } from '../backends/trace-store.ts';

/** The method of a span of HTTP, by the current name of its attribute or the old one; undefined for other spans. */
export const methodOf = ({ attributes: a }: StoredSpan) => a['http.request.method'] ?? a['http.method'];

/** The status code of the answer, by either name; NaN without one. */
export const statusOf = ({ attributes: a }: StoredSpan) =>
  Number(a['http.response.status_code'] ?? a['http.status_code']);

/** Whether a span is one of HTTP. */
export const isHttp = (span: StoredSpan): boolean => methodOf(span) !== undefined;

/** Whether no route served the request. */
export const isUnserved = (span: StoredSpan): boolean => [404, 405].includes(statusOf(span));
