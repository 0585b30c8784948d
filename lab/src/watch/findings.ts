import { printable } from '../base/printable.ts';
import type { Finding } from './watch-state.ts';

/** Most findings that are shown, and how long their texts may be: names of strangers are in them. */
const [MOST, LONGEST] = [12, 400];

/** Findings, one for each mistake: what different looks say of one mistake stands together. */
export class Findings {
  readonly #byMistake = new Map<string, Finding>();

  add(findings: readonly Finding[]): void {
    for (const { mistake, evidence, fix } of findings) {
      const same = this.#byMistake.get(mistake);
      const both = same && !same.evidence.includes(evidence) ? `${same.evidence}; ${evidence}` : evidence;
      this.#byMistake.set(mistake, { mistake, evidence: short(both), fix: short(same?.fix ?? fix) });
    }
  }

  has(mistake: string): boolean {
    return this.#byMistake.has(mistake);
  }

  get all(): Finding[] {
    return [...this.#byMistake.values()].slice(0, MOST);
  }
}

function short(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' '));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
