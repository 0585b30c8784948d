import { useSyncExternalStore } from 'react';

export type Mode = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
apply();
system.addEventListener('change', apply);

/** Light or dark: the choice made on this page, else the system's. */
export function useMode(): [Mode, (mode: Mode) => void] {
  const mode = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    currentMode,
  );
  return [mode, choose];
}

function choose(mode: Mode): void {
  localStorage.setItem('theme', mode);
  apply();
}

function currentMode(): Mode {
  const chosen = localStorage.getItem('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset['theme'] = currentMode();
  for (const listener of listeners) listener();
}
