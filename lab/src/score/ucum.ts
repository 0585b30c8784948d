/**
 * Units of UCUM that telemetry measures in. Those that take a metric prefix, and those that take none.
 * https://ucum.org/ucum, https://opentelemetry.io/docs/specs/semconv/general/metrics/#instrument-units
 */
const metric = new Set(
  's m g K Cel A V W J N Pa Hz C F Ohm S T Wb H lm lx Bq Gy Sv mol cd rad sr bit By Bd L l bar eV kat t B[W] u'.split(
    ' ',
  ),
);
const plain = new Set('min h d wk mo a % [ppth] [ppm] [ppb] [degF] [in_i] [ft_i] [mi_i] [lb_av] deg atm'.split(' '));
const prefixes = ['', ...'Y Z E P T G M k h da d c m u n p f a z y Ki Mi Gi Ti'.split(' ')];

/** Whether a text is a unit of UCUM: units or numbers with exponents and `{annotations}`, joined by `.` and `/`. */
export function isUcum(unit: string): boolean {
  const terms = unit.split(/[./](?![^{]*\})/);
  if (unit.startsWith('/')) terms.shift();
  return terms.length > 0 && terms.every(isTerm);
}

function isTerm(text: string): boolean {
  const [, unit = '', note = ''] = /^([^{}]*)(\{[^{}]*\})?$/.exec(text) ?? [];
  if (text === '' || (unit === '' && note === '')) return false;
  if (unit === '' || /^\d+$/.test(unit) || /^10[*^][+-]?\d+$/.test(unit)) return true;
  const [, symbol = ''] = /^(.*?)(?:[+-]?\d)?$/.exec(unit) ?? [];
  return (
    plain.has(symbol) || prefixes.some((prefix) => symbol.startsWith(prefix) && metric.has(symbol.slice(prefix.length)))
  );
}

const words: Record<string, string> = {
  s: 'seconds?|secs?',
  ms: 'milliseconds?|millis|msecs?',
  us: 'microseconds?|micros|usecs?',
  ns: 'nanoseconds?|nanos|nsecs?',
  min: 'minutes?|mins?',
  h: 'hours?',
  d: 'days?',
  By: 'bytes?',
  KiBy: 'kibibytes?|kib',
  MiBy: 'mebibytes?|mib',
  GiBy: 'gibibytes?|gib',
  kBy: 'kilobytes?|kb',
  MBy: 'megabytes?|mb',
  GBy: 'gigabytes?|gb',
  bit: 'bits?',
  '%': 'percent(?:age)?|pct',
  Cel: 'celsius',
  Hz: 'hertz',
  V: 'volts?',
  W: 'watts?',
  A: 'amperes?|amps?',
  J: 'joules?',
  m: 'meters?|metres?',
  g: 'grams?',
};

/** The part of a metric's name that is its unit, in its symbol or in words; undefined for none. */
export function unitInName(name: string, unit: string): string | undefined {
  const symbol = unit.replace(/\{[^}]*\}/g, '');
  if (symbol === '' || /^\d+$/.test(symbol)) return undefined;
  const is = new RegExp(`^(?:${[RegExp.escape(symbol), words[symbol]].filter(Boolean).join('|')})$`, 'i');
  return name.split(/[^a-zA-Z0-9%]+/).find((word) => is.test(word));
}
