import type { Impact, RuleResult, ScoreReport } from './report.ts';

/** https://github.com/instrumentation-score/spec/blob/main/specification.md#score-calculation-formula */
const weights: Record<Impact, number> = { critical: 40, important: 30, normal: 20, low: 10 };

/** The score of these results, 0 to 100 with one digit after the point: weights of passed rules by those of all that apply. */
export function scoreOf(results: readonly Pick<RuleResult, 'impact' | 'state'>[]): number {
  const weigh = (some: typeof results) => some.reduce((sum, { impact }) => sum + weights[impact], 0);
  const applicable = results.filter(({ state }) => state !== 'not applicable');
  if (applicable.length === 0) return 100;
  return Math.floor((1000 * weigh(applicable.filter(({ state }) => state === 'passed'))) / weigh(applicable)) / 10;
}

/** The specification's word for a score. */
export function categoryOf(score: number): ScoreReport['category'] {
  if (score >= 90) return 'excellent';
  if (score >= 75) return 'good';
  return score >= 50 ? 'needs improvement' : 'poor';
}
