/** Languages for which changes are written; `other` gets the change in words. From `telemetry.sdk.language`. */
export type Language = 'nodejs' | 'python' | 'java' | 'go' | 'dotnet' | 'webjs' | 'other';

/** Weight of a rule. https://github.com/instrumentation-score/spec, specification.md */
export type Impact = 'critical' | 'important' | 'normal' | 'low';

/** What one rule found in the sample. */
export type RuleResult = {
  /** `RES-001` … of the specification, `LAB-001` … of the lab. */
  id: string;
  title: string;
  impact: Impact;
  origin: 'specification' | 'lab';
  /** `not applicable` where there is no data that the rule judges: it does not count. */
  state: 'passed' | 'failed' | 'not applicable';
  /** How many items were looked at, and how many of them break the rule. */
  checked: number;
  failed: number;
  /** What was found, in a sentence. */
  found: string;
  example?: { text: string; traceId?: string; url?: string };
  why: string;
  /** The change, in the service's language. */
  fix: string;
};

/** The telemetry of one service, judged. */
export type ScoreReport = {
  service: string;
  language: Language;
  /** The time that was looked at, and what of it was read. */
  minutes: number;
  traces: number;
  spans: number;
  /** The Instrumentation Score, 0 to 100: rules of the specification only, as it demands. */
  score: number;
  /** The same formula over those and the lab's own rules. */
  labScore: number;
  category: 'excellent' | 'good' | 'needs improvement' | 'poor';
  rules: RuleResult[];
};
