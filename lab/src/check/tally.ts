import { routeKey } from '../backends/trace-store.ts';
import type { DueSpan } from '../parts/scenarios.ts';
import type { Counted } from './counted.ts';
import type { Sent } from './request.ts';

/** One route of the ledger. `stored` has a number per trace store. */
export type TallyLine = {
  service: string;
  route: string;
  sent: number;
  answered: number;
  stored: Record<string, number>;
  counted: number;
  /** Access lines; absent in a lab without a log store. */
  logged?: number;
};

type Cell = TallyLine & { status: number };

/** Counts SERVER spans per service, route and status on all sides, and the access lines that belong to them; reports where the sides differ. */
export class Tally {
  readonly #cells = new Map<string, Cell>();
  readonly #stores: readonly string[];
  readonly #logStore: string | undefined;
  readonly #wrong: string[] = [];

  /** For these trace stores, and a log store if the lab has one. */
  constructor(stores: readonly string[], logStore?: string) {
    this.#stores = stores;
    this.#logStore = logStore;
  }

  /** Adds a request of ours: the spans that it must make count as sent, and as answered if its answer was correct. */
  addSent({ scenario, status, error, traceId }: Sent): void {
    const right = status !== undefined && scenario.answers.includes(status);
    for (const { service, name, status: due } of scenario.due(status ?? 0)) {
      const cell = this.#cell(service, name, due);
      cell.sent++;
      if (right) cell.answered++;
    }
    if (!right) {
      const expected = scenario.answers.join(' or ');
      this.#wrong.push(`${scenario.name}: expected status ${expected}, found ${status ?? error} (trace ${traceId})`);
    }
  }

  addStored(store: string, service: string, name: string, status: number): void {
    const cell = this.#cell(service, name, status);
    cell.stored[store] = (cell.stored[store] ?? 0) + 1;
  }

  addCounted(service: string, name: string, status: number, calls: number): void {
    this.#cell(service, name, status).counted += calls;
  }

  addLogged({ service, name, status }: DueSpan, lines: number): void {
    const cell = this.#cell(service, name, status);
    cell.logged = (cell.logged ?? 0) + lines;
  }

  /** Whether these counts equal what was sent, cell by cell. */
  countedIsComplete(counts: readonly Counted[]): boolean {
    const calls = new Map(counts.map((c) => [key(c.service, c.name, c.status), c.calls]));
    const due = [...this.#cells].filter(([, cell]) => cell.sent > 0);
    return due.every(([id, cell]) => calls.get(id) === cell.sent);
  }

  /** Per service and route, statuses added up, in the order of first use. */
  lines(): TallyLine[] {
    const lines = new Map<string, TallyLine>();
    for (const { service, route, sent, answered, stored, counted, logged } of this.#cells.values()) {
      const id = routeKey(service, route);
      const line = lines.get(id) ?? { service, route, ...this.#nothing() };
      line.sent += sent;
      line.answered += answered;
      line.counted += counted;
      if (line.logged !== undefined) line.logged += logged ?? 0;
      for (const store of this.#stores) line.stored[store] = (line.stored[store] ?? 0) + (stored[store] ?? 0);
      lines.set(id, line);
    }
    return [...lines.values()];
  }

  totals(): { sent: number; answered: number; stored: number; counted: number; logged?: number } {
    const lines = this.lines();
    const sum = (side: (line: TallyLine) => number) => lines.reduce((total, line) => total + side(line), 0);
    return {
      sent: sum((l) => l.sent),
      answered: sum((l) => l.answered),
      stored: Math.min(...this.#stores.map((store) => sum((l) => l.stored[store] ?? 0))),
      counted: sum((l) => l.counted),
      ...(this.#logStore !== undefined && { logged: sum((l) => l.logged ?? 0) }),
    };
  }

  /** A line for every cell whose sides are not the same number, and for every wrong answer. */
  differences(): string[] {
    const found = [...this.#wrong];
    for (const { service, route, status, sent, answered, stored, counted, logged = 0 } of this.#cells.values()) {
      const sides: [string, number][] = [
        ['answered', answered],
        ...this.#stores.map((store): [string, number] => [`stored in ${store}`, stored[store] ?? 0]),
        ['counted', counted],
        ...(this.#logStore === undefined ? [] : [[`logged in ${this.#logStore}`, logged] as [string, number]]),
      ];
      for (const [side, number] of sides) {
        if (number !== sent)
          found.push(`${service} ${route} ${status}: ${sent} sent, ${number} ${side} (${signed(number - sent)})`);
      }
    }
    return found;
  }

  #cell(service: string, route: string, status: number): Cell {
    const id = key(service, route, status);
    const cell = this.#cells.get(id) ?? { service, route, status, ...this.#nothing() };
    this.#cells.set(id, cell);
    return cell;
  }

  #nothing(): Omit<TallyLine, 'service' | 'route'> {
    const stored = Object.fromEntries(this.#stores.map((store) => [store, 0]));
    return { sent: 0, answered: 0, stored, counted: 0, ...(this.#logStore !== undefined && { logged: 0 }) };
  }
}

function key(service: string, name: string, status: number): string {
  return `${routeKey(service, name)} ${status}`;
}

function signed(difference: number): string {
  return difference > 0 ? `${difference} too many` : `${-difference} missing`;
}
