import { printable } from '../base/printable.ts';
import type { Clue, Finding } from './watch-state.ts';

/** Most findings that are shown, and how long their texts may be: names of strangers are in them. */
const [MOST, LONGEST] = [12, 400];

/** Findings, one for each mistake: what different looks say of one mistake stands together. */
export class Findings {
  readonly #byMistake = new Map<string, Map<string, Clue>>();

  add(clues: readonly Clue[]): void {
    for (const clue of clues) {
      const same = this.#byMistake.get(clue.mistake) ?? new Map<string, Clue>();
      this.#byMistake.set(clue.mistake, same.set(clue.source, clue));
    }
  }

  has(mistake: string): boolean {
    return this.#byMistake.has(mistake);
  }

  get all(): Finding[] {
    const findings = [...this.#byMistake].map(([mistake, clues]) => {
      const [first, ...more] = [...clues.values()];
      return {
        mistake,
        evidence: short([first!, ...more].map(({ evidence }) => evidence).join('; ')),
        fix: short(first!.fix),
      };
    });
    return findings.slice(0, MOST);
  }
}

function short(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' '));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
