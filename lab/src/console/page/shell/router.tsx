import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

/** The address bar holds the complete state of the page: a view's path and its query. */
export type Place = { path: string; query: URLSearchParams };

const listeners = new Set<() => void>();
let current = read();

window.addEventListener('popstate', () => changed());

/** The current address; a component that uses it follows every change. */
export function usePlace(): Place {
  return useSyncExternalStore(subscribe, () => current);
}

/** Goes to an address of the console. */
export function go(to: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  changed();
}

/** Changes parts of the query; undefined or an empty text removes a part. */
export function setQuery(patch: Record<string, string | undefined>, options?: { replace?: boolean }): void {
  go(withQuery(current, patch), options);
}

/** The current address with parts of its query changed. */
export function withQuery({ path, query }: Place, patch: Record<string, string | undefined>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

/** A link within the console: a click does not reload the page; otherwise it is an ordinary link. */
export function Link({ to, ...rest }: { to: string } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>) {
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={onClick} />;
}

function read(): Place {
  return {
    path: location.pathname === '/' ? '/start' : location.pathname,
    query: new URLSearchParams(location.search),
  };
}

function changed(): void {
  current = read();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
