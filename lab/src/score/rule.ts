import type { StoredSpan } from '../backends/trace-store.ts';
import type { Language, RuleResult } from './report.ts';
import type { Sample } from './sample.ts';

/** One case in which a rule is broken; `span` is where to look. */
export type Finding = { text: string; span?: StoredSpan | undefined };

/** What a rule says of a sample. */
export type Verdict =
  | { notApplicable: string }
  | { checked: number; failed: number; found: string; example?: Finding | undefined };

/** A change in words, and in those languages where it is a line to copy. */
export type Fix = { other: string } & Partial<Record<Language, string>>;

/** A rule of the score: a question that has one answer for a sample. */
export type Rule = Pick<RuleResult, 'id' | 'title' | 'impact' | 'why'> & { fix: Fix; judge(sample: Sample): Verdict };

/** In which words a rule speaks of its items: "2 of 7 spans without a route". */
type Words = { of: string; wrong: string; none: string };

/** Looks at each item. Not applicable, with `none` as the reason, if there are none. */
export function each<T>(
  items: readonly T[],
  { of, wrong, none }: Words,
  lookAt: (item: T) => Finding | string | undefined,
): Verdict {
  if (items.length === 0) return { notApplicable: none };
  const findings = items
    .flatMap((item) => lookAt(item) ?? [])
    .map((one) => (typeof one === 'string' ? { text: one } : one));
  return {
    checked: items.length,
    failed: findings.length,
    found: findings.length > 0 ? `${findings.length} of ${items.length} ${of} ${wrong}` : `${items.length} ${of}`,
    example: findings[0],
  };
}

/** A span as findings name it. */
export function nameOf(span: Pick<StoredSpan, 'kind' | 'name'>): string {
  return `${span.kind.toUpperCase()} \`${span.name.slice(0, 120)}\``;
}
