import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { isAlive } from '../../lab/src/base/process-identity.ts';
import { isSeen } from '../../lab/src/faults/sign.ts';
import { faultNamed, faultsOn, sourcesOf } from '../../lab/src/faults/switch.ts';
import { choose, clock, gameOn, type Level } from '../../lab/src/gameday/index.ts';
import { EventLog } from '../../lab/src/runtime/events/event-log.ts';
import { untouchedFile } from '../../lab/src/runtime/fault-files.ts';
import { labCli } from './cli.ts';
import type { TestLab } from './test-lab.ts';

/** Plays game days in a lab by script: a terminal of the tool for each move. Reports are kept until the tests of a file end. */
export class Player {
  readonly #lab: TestLab;
  readonly #reports = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));

  constructor(lab: TestLab) {
    this.#lab = lab;
    afterAll(() => rmSync(this.#reports, { recursive: true }));
  }

  /** The seed whose game breaks this, the soonest. */
  seedOf(level: Level, ...names: string[]): number {
    const seeds = Array.from({ length: 2_000 }, (_, i) => i + 1)
      .map((seed) => ({ seed, ...choose(this.#lab, level, seed) }))
      .filter(({ faults }) => names.every((name) => faults.some((fault) => fault.name === name)))
      .toSorted((a, b) => a.after - b.after);
    return seeds[0]!.seed;
  }

  reportFile(seed: number): string {
    return join(this.#reports, `${seed}.md`);
  }

  /** Starts a game in a terminal of its own, and waits until it has begun. */
  async play(level: Level, seed: number, ...more: string[]) {
    const args = ['--level', `${level}`, '--seed', `${seed}`, '--load', '4', '--report', this.reportFile(seed)];
    const command = labCli(['gameday', ...args, ...more]);
    const ended = command.then(({ exitCode, stdout, stderr }) => {
      throw new Error(`the game ended with ${exitCode} before its load began: ${stdout}${stderr}`);
    });
    const load = until('the load of the game runs', () => gameOn(this.#lab.lab)?.load, { deadline: 60_000 });
    await Promise.race([load, ended]);
    return { command, load: gameOn(this.#lab.lab)!.load! };
  }

  /** The first bad second, once everything that the game breaks is broken. */
  broken(faults = 1): Promise<number> {
    return until(
      'the game has broken what it breaks',
      () => (faultsOn(this.#lab.lab).length === faults ? gameOn(this.#lab.lab)?.broken : undefined),
      { deadline: 120_000 },
    );
  }

  async expectNothingLeft(load: Parameters<typeof isAlive>[0]): Promise<void> {
    const { lab } = this.#lab;
    expect(faultsOn(lab)).toEqual([]);
    expect(gameOn(lab)).toBeUndefined();
    expect(isAlive(load)).toBe(false);
    expect(readFileSync(join(lab.faultsFolder, 'flags.flagd.json'), 'utf8')).not.toContain('ENABLED');
    await until(
      'every part runs',
      async () => {
        const others = (await lab.status()).filter(({ state }) => state !== 'running');
        if (others.length > 0) throw new Error(others.map(({ part, state }) => `${part} ${state}`).join(', '));
        return true;
      },
      { deadline: 60_000 },
    );
  }

  #events() {
    return new EventLog(this.#lab.lab.name).read().filter(({ fault }) => fault !== undefined);
  }

  /** A whole game: a wrong answer, a hint, the right answers, and a report. */
  async wholeGame(): Promise<void> {
    const { lab } = this.#lab;
    const earlier = this.#events().length;
    const events = () => this.#events().slice(earlier);
    const seed = this.seedOf(1, 'slow-route');
    const fault = faultNamed('slow-route');
    const { command, load } = await this.play(1, seed, '--estimate', '1,2,3');

    const early = await labCli(['gameday', 'answer', '--part', 'orders']);
    expect(early).toMatchObject({ exitCode: 1, stdout: '✗ Part: not orders (-10 points).' });

    const before = await fault.sign.read(sourcesOf(lab), Date.now() / 1000);
    const since = await this.broken();
    await until(
      'the panel of the fault shows it',
      async () => isSeen(fault.sign, await fault.sign.read(sourcesOf(lab), Date.now() / 1000), before) || undefined,
      { deadline: fault.within.seen * 1000 },
    );

    // nothing but its effects gives it away
    const shown = await labCli(['faults']);
    expect(shown.stdout).toContain('A game day is on: what it breaks is not shown.');
    expect(shown.stdout).not.toContain('●');
    const asJson = await labCli(['faults', '--json']);
    expect(JSON.parse(asJson.stdout)).not.toContainEqual(expect.objectContaining({ on: expect.anything() }));
    expect(events()).toEqual([]);
    expect((await labCli(['break', 'crash'])).stderr).toContain('A game day is on.');
    expect((await labCli(['heal', 'slow-route'])).stderr).toContain('A game day is on.');
    expect((await labCli(['gameday'])).stderr).toContain('A game day is on.');

    expect((await labCli(['gameday', 'noticed'])).exitCode).toBe(0);
    const wrong = await labCli(['gameday', 'answer', '--cause', 'crash']);
    expect(wrong).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^✗ Not the cause: /) });
    expect((await labCli(['gameday', 'hint'])).stdout).toBe(`Hint (-10 points): ${fault.game.hints[0]}`);
    expect((await labCli(['gameday', 'note', 'p95', 'by', 'route'])).exitCode).toBe(0);
    expect((await labCli(['gameday', 'answer'])).stdout).toContain('Asked: part, cause, first bad second.');
    const right = await labCli([
      'gameday',
      'answer',
      '--part',
      'orders',
      '--cause',
      fault.name,
      '--since',
      clock(since),
    ]);
    expect(right.exitCode).toBe(0);
    expect(right.stdout).toContain('The game is over');

    const { exitCode, stdout } = await command;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('slow-route is off.');
    expect(stdout).toContain('70 of 100 points. What was broken:');
    const report = readFileSync(this.reportFile(seed), 'utf8');
    for (const line of [
      `# Game day, level 1, seed ${seed}`,
      `| first bad second | ${clock(since)} |`,
      '| hints used | 1 |',
      '| wrong answers | 2 |',
      '| points | 70 of 100 |',
      '- p95 by route',
      `### slow-route: ${fault.does}`,
    ])
      expect(report.split('\n')).toContain(line);
    expect(report).toMatch(/^\| find the part \| 2 min \| .* s \| 1 wrong answer \|$/m);

    await this.expectNothingLeft(load);
    expect(events().map((event) => [event.what, event.fault])).toEqual([
      ['broken', 'slow-route'],
      ['healed', 'slow-route'],
    ]);
    expect(events()[0]!.at).toBe(since);
    expect(readFileSync(join(lab.faultsFolder, 'collector.yaml'), 'utf8')).toBe(untouchedFile('collector.yaml'));
  }
}
