import { capabilityNames } from '../parts/capabilities.ts';
import { CommanderError } from 'commander';
import { expect, onTestFinished, test } from 'vitest';
import { labProgram } from './program.ts';

test.each([
  { args: 'ceck', says: "Unknown command 'ceck'\n(Did you mean check?)" },
  { args: 'frobnicate', says: "Unknown command 'frobnicate'\n  next      npm run lab -- --help" },
  { args: 'up --stak jaeger', says: "Unknown option '--stak'\n(Did you mean --stack?)" },
  { args: 'up --stack jager', says: 'Expected one of: tempo, jaeger, both.\n(Did you mean jaeger?)' },
  { args: 'up --runtime podman', says: 'Expected one of: docker, native.\n  next      npm run lab -- up --help' },
  { args: 'up --with generator', says: `Expected one of: ${capabilityNames.join(', ')}.\n(Did you mean generators?)` },
  {
    args: 'up --with generators,lokki',
    says: `'generators,lokki' is invalid. Expected one of: ${capabilityNames.join(', ')}.\n  next`,
  },
  { args: 'up --with generators --with lokki', says: "'lokki' is invalid" },
  { args: 'up --stack', says: "Option '--stack <name>' argument missing" },
  { args: 'start', says: "Missing required argument 'part'" },
  { args: 'start prometeus', says: '(Did you mean prometheus?)' },
  { args: 'down now', says: "Too many arguments for 'down'. Expected 0 arguments but got 1: now." },
  { args: 'down --volume', says: '(Did you mean --volumes?)' },
  { args: 'load --vus 0', says: 'Expected an integer from 1 to 1000.' },
  { args: 'load --duration long', says: 'Expected a duration such as 30s or 5m.' },
  { args: 'logs gateway --lines 1e3', says: 'Expected an integer from 1 to 1000000.' },
  { args: 'answer find-the-eror 1', says: '(Did you mean find-the-error?)' },
  { args: 'check --requests many', says: 'Expected an integer from 0 to 100000.' },
  { args: 'gameday anser', says: "Unknown command 'anser' of 'gameday'\n(Did you mean answer?)" },
  { args: 'gameday --level 4', says: 'Expected an integer from 1 to 3.' },
  { args: 'gameday --estimate 2,5', says: 'Expected three numbers of minutes, such as 2,5,8.' },
  { args: 'gameday --level 2 hint', says: "Option '--level <n>' comes before 'hint'; put options after it" },
  { args: 'check panel', says: "Unknown command 'panel' of 'check'\n(Did you mean panels?)" },
  {
    args: 'check panels --requests 5',
    says: "Unknown option '--requests'\n  next      npm run lab -- check panels --help",
  },
  { args: 'check --requests 5 panels', says: "Option '--requests <n>' comes before 'panels'; put options after it" },
])('`$args` is refused with the way to help', async ({ args, says }) => {
  const { said, error } = await refusalOf(args);
  expect(said).toContain(says);
  expect(said).toMatch(/\n {2}next {6}npm run lab -- (.* )?--help\n$/);
  expect(error).toBeInstanceOf(CommanderError);
});

test('LAB_WITH is checked as --with is', async () => {
  process.env['LAB_WITH'] = 'generators,shopp';
  onTestFinished(() => void delete process.env['LAB_WITH']);
  const { said } = await refusalOf('up');
  expect(said).toContain(
    `value 'generators,shopp' from env 'LAB_WITH' is invalid. Expected one of: ${capabilityNames.join(', ')}.`,
  );
});

async function refusalOf(args: string): Promise<{ said: string; error: unknown }> {
  let said = '';
  const program = labProgram({ writeErr: (text) => (said += text) });
  const error = await program.parseAsync(args.split(' '), { from: 'user' }).catch((thrown: unknown) => thrown);
  return { said, error };
}
