import type { ReactNode } from 'react';
import { Problem } from './ask.ts';

/** Said while something is awaited. */
export function Loading({ what }: { what: string }) {
  return (
    <p className="note" role="status">
      <span className="spinner" aria-hidden="true" /> {what} …
    </p>
  );
}

/** Said where there is nothing to show: what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Said when something failed: what, and what was found. */
export function Failed({ error }: { error: Error }) {
  return (
    <div className="failed" role="alert">
      <strong>{error.message}</strong>
      {error instanceof Problem && error.found && <p>{error.found}</p>}
    </div>
  );
}
