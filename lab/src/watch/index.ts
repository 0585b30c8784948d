export { languages, settingsFor, type SendSettings, titleOfLanguage } from './settings-for.ts';
export { watchService, type WatchedLab, type WatchOptions } from './watch.ts';
export type { Finding, WatchHop, WatchState } from './watch-state.ts';
