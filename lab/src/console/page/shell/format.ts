/** A number with at most three digits if it is small, without decimals if it is large. */
export function amount(value: number): string {
  if (value !== 0 && Math.abs(value) < 10) return value.toFixed(Math.abs(value) < 0.1 ? 2 : 1);
  return Math.round(value).toLocaleString('en');
}

/** A number of seconds ago, in words. */
export function ago(seconds: number): string {
  if (seconds < 2) return 'now';
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3_600)} h ago`;
}

/** A duration in ms. */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1_000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 600_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  if (ms < 2 * HOUR) return `${Math.round(ms / 60_000)} min`;
  return ms < 48 * HOUR ? `${(ms / HOUR).toFixed(1)} h` : `${amount(ms / (24 * HOUR))} days`;
}

const HOUR = 3_600_000;

/** Time of day with seconds; `at` is seconds since the epoch. */
export function clock(at: number): string {
  return new Date(at * 1000).toLocaleTimeString('en-GB');
}

/** The same with the date, unless it is today; in words if there is no time. */
export function moment(at: number): string {
  if (at === 0) return 'at an unknown time';
  const date = new Date(at * 1000);
  return date.toDateString() === new Date().toDateString()
    ? clock(at)
    : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${clock(at)}`;
}

/** A number of things. */
export function counted(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}

/** The beginning of a name, which may have any length. */
export function shortened(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}

/** A value in one of Grafana's units, as the panels state them. */
export function inUnit(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  if (unit === 'percentunit') return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
  if (unit === 'ms') return duration(value);
  if (unit === 's') return duration(value * 1000);
  if (unit === 'reqps') return `${amount(value)} req/s`;
  if (unit === 'ops' || unit === 'cps') return `${amount(value)} /s`;
  if (unit === 'bytes') return bytes(value);
  return amount(value);
}

function bytes(value: number): string {
  if (Math.abs(value) >= 1e10) return `${amount(value / 1e9)} GB`;
  return value < 1e6 ? `${amount(value / 1e3)} kB` : `${amount(value / 1e6)} MB`;
}

/** A value beside an axis: no more digits than it needs. Rates have no unit there; the panel's title states it. */
export function onAxis(value: number, unit: string): string {
  if (unit === 'percentunit') return `${few(value * 100)} %`;
  if (unit === 's') return onAxis(value * 1000, 'ms');
  if (unit === 'ms') {
    if (Math.abs(value) >= 600_000) return duration(value);
    if (Math.abs(value) >= 1_000) return `${few(value / 1000)} s`;
    return value !== 0 && Math.abs(value) < 1 ? `${few(value * 1000)} µs` : `${few(value)} ms`;
  }
  return unit === 'bytes' ? inUnit(value, unit) : few(value);
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

function few(value: number): string {
  return short.format(value);
}
