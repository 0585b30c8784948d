import type { ReactNode } from 'react';
import { Problem } from './ask.ts';

/** Shown while something is loading. */
export function Loading({ what }: { what: string }) {
  return (
    <p className="note" role="status">
      <span className="spinner" aria-hidden="true" /> {what} …
    </p>
  );
}

/** Shown if there is no data, with what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Shown if something failed, with what was found. */
export function Failed({ error }: { error: Error }) {
  return (
    <div className="failed" role="alert">
      <strong>{error.message}</strong>
      {error instanceof Problem && error.found && <p>{error.found}</p>}
    </div>
  );
}
