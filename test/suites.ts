/** A group of tests that runs as one: a command, or a vitest project for a runtime and a stack. */
export type Suite = {
  name: string;
  about: string;
  /** Words that select it. */
  parts: readonly string[];
  runtime?: 'native' | 'docker';
  stack?: 'tempo' | 'jaeger' | 'both';
  /** Its tests hold limits of seconds or rates: nothing else runs beside it. */
  alone?: true;
  /** Run whole by every `npm test`; of the others some of the files are, by the date (turns.ts). */
  everyDay?: true;
  /** Within how many days every file has its turn: 3, or else 6. */
  days?: 3;
  /** Has no turn: it is run by its name, and by `all`. For what was not seen to pass in all its parts yet. */
  whenAsked?: true;
} & ({ command: readonly string[] } | { project: string });

/** Every suite, quickest first; of those that run in two lanes the longest, so that no lane waits for it at the end. */
export const suites: readonly Suite[] = [
  { name: 'lint', about: 'rules for the code', parts: ['lint'], command: ['oxlint', '--quiet', '.'] },
  { name: 'format', about: 'npm run fmt would change nothing', parts: ['lint'], command: ['oxfmt', '--check', '.'] },
  {
    name: 'types',
    about: 'one strict compiler configuration',
    parts: ['lint', 'types'],
    command: ['tsc', '--noEmit', '-p', '.'],
  },
  {
    name: 'page types',
    about: 'the console page, which runs in a browser',
    parts: ['lint', 'types'],
    command: ['tsc', '--noEmit', '-p', 'lab/src/console/page'],
  },
  { name: 'unit', about: 'without engines', parts: ['unit'], everyDay: true, project: 'unit' },
  {
    name: 'config',
    about: 'every configuration file, verified by its engine; the rules for the compose files',
    parts: ['config'],
    everyDay: true,
    project: 'config',
  },
  {
    name: 'native tempo',
    about: 'the lab as processes, traces in Tempo',
    parts: ['e2e'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    everyDay: true,
    project: 'e2e',
  },
  {
    name: 'alerts',
    about: 'the capability alerts: every alert fires for a real reason, is delivered, and resolves',
    parts: ['e2e', 'alerts'],
    runtime: 'native',
    stack: 'tempo',
    project: 'alerts',
  },
  {
    name: 'robust',
    about: 'what people send, set and open: nothing kills the lab, loses data of others or vanishes unsaid',
    parts: ['e2e', 'robust'],
    runtime: 'native',
    stack: 'tempo',
    project: 'robust',
  },
  {
    name: 'native commands',
    about: 'the native runtime by the commands of the tool',
    parts: ['e2e'],
    runtime: 'native',
    stack: 'tempo',
    project: 'native',
  },
  {
    name: 'generators',
    about: 'the capability generators, added to a running lab of processes',
    parts: ['e2e', 'generators'],
    runtime: 'native',
    stack: 'tempo',
    project: 'generators',
  },
  {
    name: 'native cassandra',
    about: "Cassandra that starts late, whose disk is full, and what writes Jaeger's System Architecture into it",
    parts: ['e2e', 'jaeger'],
    runtime: 'native',
    stack: 'jaeger',
    project: 'cassandra',
  },
  {
    name: 'shop',
    about: 'the capability shop: purchases through Kafka, Postgres and Valkey, whatever is killed',
    parts: ['e2e', 'shop'],
    runtime: 'native',
    stack: 'tempo',
    project: 'shop',
  },
  {
    name: 'logs',
    about: 'the capability logs: each line found once by its trace id, whatever is killed or sent',
    parts: ['e2e', 'logs'],
    runtime: 'native',
    stack: 'tempo',
    project: 'logs',
  },
  {
    name: 'own service',
    about: 'every example of docs/own-service.md, run as the page prints it',
    parts: ['e2e', 'own-service'],
    runtime: 'native',
    stack: 'tempo',
    project: 'own-service',
  },
  {
    name: 'score',
    about: 'lab score: the lab’s own services, and a broken twin of a service for each rule',
    parts: ['e2e', 'score'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'score',
  },
  {
    name: 'watch',
    about: 'lab watch: each mistake of a sender is named within 10 s, and a right one passes every hop',
    parts: ['e2e', 'watch'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'watch',
  },
  {
    name: 'gameday',
    about: 'lab gameday: whole games by script, interrupted and killed ones, and nothing stays broken',
    parts: ['e2e', 'gameday'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'gameday',
  },
  {
    name: 'guests',
    about: 'the capability guests: one trace through Python, Java, Go and the lab, each name and count, each score',
    parts: ['e2e', 'guests'],
    runtime: 'native',
    stack: 'tempo',
    project: 'guests',
  },
  {
    name: 'faults',
    about: 'lab break: every fault is seen on its panel in its time, named, counted, and gone when it is healed',
    parts: ['e2e', 'faults'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'faults',
  },
  {
    name: 'matrix tempo',
    about: 'the matrix of outages: faults of the telemetry’s path, each with a configuration that loses, on Tempo',
    parts: ['e2e', 'matrix'],
    runtime: 'native',
    stack: 'tempo',
    days: 3,
    whenAsked: true,
    project: 'matrix',
  },
  {
    name: 'matrix jaeger',
    about: 'the same on Jaeger',
    parts: ['e2e', 'matrix', 'jaeger'],
    runtime: 'native',
    stack: 'jaeger',
    days: 3,
    whenAsked: true,
    project: 'matrix',
  },
  {
    name: 'native load',
    about: 'odd data, ids in names, and kills of Tempo under 100 requests or batches per second',
    parts: ['e2e', 'robust'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'load',
  },
  {
    name: 'native panels',
    about: 'every panel against known loads, broken configurations, an hour of samples',
    parts: ['e2e', 'panels'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'panels',
  },
  {
    name: 'native jaeger',
    about: 'the lab as processes, traces in Jaeger on Cassandra, and in both',
    parts: ['e2e', 'jaeger'],
    runtime: 'native',
    stack: 'jaeger',
    alone: true,
    project: 'jaeger',
  },
  {
    name: 'console',
    about: 'the page, in Chromium',
    parts: ['e2e', 'console'],
    runtime: 'native',
    stack: 'tempo',
    alone: true,
    project: 'console',
  },
  {
    name: 'docker',
    about: 'images, containers and the commands of the tool',
    parts: ['e2e', 'docker'],
    runtime: 'docker',
    project: 'docker',
  },
  {
    name: 'docker jaeger',
    about: 'the lab as containers, traces in Jaeger on Cassandra, then in both',
    parts: ['e2e', 'docker'],
    runtime: 'docker',
    stack: 'jaeger',
    project: 'docker-jaeger',
  },
  {
    name: 'docker tempo',
    about: 'the lab as containers, traces in Tempo',
    parts: ['e2e', 'docker'],
    runtime: 'docker',
    stack: 'tempo',
    alone: true,
    everyDay: true,
    project: 'e2e',
  },
];

/** Every word that selects suites. */
export const parts: readonly string[] = [...new Set(suites.flatMap((suite) => suite.parts))];
