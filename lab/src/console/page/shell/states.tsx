import { type ReactNode, useEffect } from 'react';
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

/** Shown if something failed, with what was found. An error that nobody worded is a bug of the page. */
export function Failed({ error }: { error: Error }) {
  const worded = error instanceof Problem;
  useEffect(() => {
    if (!worded) console.error(error);
  }, [error, worded]);
  return (
    <div className="failed" role="alert">
      <strong>{worded ? error.message : 'This view failed: a bug in the lab.'}</strong>
      <p>{worded ? error.found : 'The browser’s console has the error.'}</p>
    </div>
  );
}
