/** One vector selector of a PromQL query, with the functions around it. */
export type Selector = {
  metric: string;
  /** Label matchers as written: name and value. */
  matchers: { label: string; value: string }[];
  /** Window in brackets, if any. */
  window: string | undefined;
  /** Names of functions and aggregations around it, outermost first. */
  inside: string[];
};

export type Parsed = {
  selectors: Selector[];
  /** Labels named in `by (…)`. */
  by: string[];
  /** Labels named in `without (…)`. */
  without: string[];
  functions: string[];
};

const WORDS = new Set([
  'and', 'or', 'unless', 'bool', 'offset', 'on', 'ignoring', 'group_left', 'group_right', 'by', 'without', 'inf', 'nan',
  'anchored', 'smoothed',
]); // prettier-ignore
const GROUPING = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|\d[\w.]*|[A-Za-z_:][\w:]*|\$(?:\w+|\{\w+\})|[{}()[\],]|[-+*/%^=!<>~:@]+/gy;

/**
 * Reads as much PromQL as a lint needs: selectors with their matchers and windows, what surrounds them, and grouping
 * labels. Throws on characters that PromQL does not have and on unbalanced brackets.
 */
export function parse(expr: string): Parsed {
  const tokens = tokenize(expr);
  const parsed: Parsed = { selectors: [], by: [], without: [], functions: [] };
  const stack: string[] = [];
  let last: Selector | undefined;
  /** What the next `(` belongs to: a function's name, or `sum` of `sum by (…) (`. */
  let pending = '';

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    const next = tokens[i + 1];
    if (GROUPING.has(token)) {
      const labels = next === '(' ? tokens.slice(i + 2, tokens.indexOf(')', i)).filter((t) => t !== ',') : [];
      if (token === 'by') parsed.by.push(...labels);
      if (token === 'without') parsed.without.push(...labels);
      if (next === '(') i = tokens.indexOf(')', i);
    } else if (token === '(') {
      stack.push(pending);
      pending = '';
    } else if (token === ')') {
      if (stack.pop() === undefined) throw new Error(`unbalanced ")" in: ${expr}`);
      last = undefined;
    } else if (/^[A-Za-z_:]/.test(token) && !WORDS.has(token.toLowerCase())) {
      if (next === '(' || GROUPING.has(next ?? '')) {
        pending = token;
        parsed.functions.push(token);
      } else {
        last = { metric: token, matchers: [], window: undefined, inside: stack.filter((s) => s !== '') };
        parsed.selectors.push(last);
      }
    } else if (token === '{') {
      const close = tokens.indexOf('}', i);
      if (close < 0) throw new Error(`unbalanced "{" in: ${expr}`);
      if (!last) {
        last = { metric: '', matchers: [], window: undefined, inside: stack.filter((s) => s !== '') };
        parsed.selectors.push(last);
      }
      last.matchers.push(...matchersOf(tokens.slice(i + 1, close)));
      i = close;
    } else if (token === '[') {
      const close = tokens.indexOf(']', i);
      if (close < 0) throw new Error(`unbalanced "[" in: ${expr}`);
      if (last) last.window = tokens.slice(i + 1, close).join('');
      i = close;
    } else if (!['offset', ','].includes(token)) last = undefined;
  }
  if (stack.length > 0) throw new Error(`unbalanced "(" in: ${expr}`);
  return parsed;
}

/** Names of the metrics that a query reads; a regular expression on `__name__` is taken apart at `|`. */
export function metricsOf(expr: string): string[] {
  const names = parse(expr).selectors.flatMap((s) =>
    s.metric !== '' ? [s.metric] : s.matchers.filter((m) => m.label === '__name__').flatMap((m) => m.value.split('|')),
  );
  return [...new Set(names)];
}

function matchersOf(tokens: string[]): Selector['matchers'] {
  const found: Selector['matchers'] = [];
  tokens.forEach((token, i) => {
    if (/^["`]/.test(token)) found.push({ label: tokens[i - 2] ?? '', value: token.slice(1, -1) });
  });
  return found;
}

function tokenize(expr: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expr.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expr);
    if (!match) throw new Error(`cannot read PromQL at "${expr.slice(at, at + 20)}" in: ${expr}`);
    if (match[0].trim() !== '') tokens.push(match[0]);
  }
  return tokens;
}
