import { panel } from '@span-metrics-lab/grafana';
import { faults } from '../faults/catalogue/index.ts';
import { countsInWords, headingOf, namersOf, strengthInWords } from '../faults/describe.ts';
import type { Fault, FaultGroup } from '../faults/fault.ts';
import { links } from '../parts/links.ts';
import { readLabEnv } from '../parts/env-file.ts';
import { generated } from './generated.ts';

/** docs/faults.md: how to break the lab, and what every fault looks like. */
export function faultsPage(): string {
  const env = readLabEnv({ shell: {} });
  return `${generated('lab/src/faults')}
# Faults

"What does it look like when …?" Break the lab and see. Each fault shows on a panel that this page
names, within a time that it states, and is gone after it is healed: [proven faults](proven-faults.md)
has what was measured. Everything happens within the lab's own processes or containers.

\`\`\`
npm run lab -- break slow-route --for 2m    # on for 2 min; Ctrl-C ends it earlier
npm run lab -- faults                       # what each does, where to look, what is on
npm run lab -- heal                         # everything off
\`\`\`
Send a load meanwhile (\`npm run load\`): a service that nobody asks shows nothing. \`--strength\` says
how strong, without \`--for\` a fault stays on. The console's page
[*Faults*](console.md) does the same, and draws the panel of each; with Docker it shows the commands
to type. Charts have a mark at the moment in which a fault begins and ends.

A fault is noted before it is begun. If the command or the console that would end it is killed, it
stays on; \`npm run lab -- faults\` and the page say so.

## The network
\`npm start -- --with network\`, also in a lab that runs, puts [Toxiproxy](https://github.com/Shopify/toxiproxy)
on the way between parts. Without a fault it passes on what comes:

| link | what passes it |
|---|---|
${links.map(({ name, carries }) => `| ${name} | ${carries} |`).join('\n')}

Its API is at <http://127.0.0.1:${env.SERVICES_NETWORK_PORT}> for links of the services, at
<http://127.0.0.1:${env.ENGINES_NETWORK_PORT}> for those of the engines; \`lab break\` asks it, and so can you:

\`\`\`
curl -d '{"type":"latency","attributes":{"latency":500}}' http://127.0.0.1:${env.SERVICES_NETWORK_PORT}/proxies/orders/toxics
\`\`\`
What was set by hand, \`npm run lab -- faults\` does not list.

## Feature flags
Faults of services are feature flags, in the terms of [OpenFeature](https://openfeature.dev) and in
the file format of [flagd](https://flagd.dev/reference/flag-definitions/), so that what is learned
here is of use elsewhere ([why so](adr/058-faults-by-feature-flags.md)):

\`\`\`json
"slow-route": {
  "state": "ENABLED",
  "variants": { "off": 0, "on": 600 },
  "defaultVariant": "off",
  "targeting": {
    "if": [
      { "and": [{ "==": [{ "var": "role" }, "orders"] }, { "==": [{ "var": "route" }, "GET /chain"] }] },
      "on",
      "off"
    ]
  }
}
\`\`\`
A service asks for a flag at each request, and tells who asks: its \`role\`, the \`route\` and, where
there is one, the \`item\`. The flag's rule (JsonLogic) chooses a variant, and the variant's number is
what the fault does: here it waits for 600 ms. A share of requests is flagd's rule \`fractional\`.

Each evaluation is an event of the request's span, by OpenTelemetry's conventions:
\`feature_flag.evaluation\` with \`feature_flag.key\`, \`feature_flag.result.variant\` and the provider.
So a trace tells which flags it met. While all are off nothing is evaluated, and there are no events.

To edit by hand: natively the file is \`faults/flags.flagd.json\` in the lab's folder (\`.lab\`, or
\`LAB_HOME\`); with Docker it is in the folder that \`LAB_FAULTS_DIR\` names, which without the tool is
[\`faults\`](../faults/flags.flagd.json) of the checkout. Set a \`state\` to \`ENABLED\`, change a rule or
a number: services look every half second. A file that has not flagd's format changes nothing, and is
an error in their logs. \`npm run lab -- faults\` does not list what was switched on by hand.

## All faults
*Seen* and *gone* are seconds, under the lab's load. In brackets behind a strength is the usual one.
*Counts* says what becomes of the counts of requests and spans meanwhile.
${[...Map.groupBy(faults, ({ group }) => group)].map(table).join('\n')}

## Causes
Guess first.

${faults.map(cause).join('\n\n')}
`;
}

function table([group, members]: [FaultGroup, readonly Fault[]]): string {
  return `
### ${headingOf(group)}
| fault | what | strength | panel | seen | gone | named by | counts |
|---|---|---|---|--:|--:|---|---|
${members.map(row).join('\n')}`;
}

function row(fault: Fault): string {
  const { name, does, strength, sign, within, namedBy, counts, needs = [], stacks = [] } = fault;
  const only = [...(stacks.length > 0 ? [`stack ${stacks.join(' or ')}`] : []), ...needs];
  const cells = [
    `[${name}](#${name})`,
    `${does}${only.length > 0 ? ` (${only.join(', ')})` : ''}`,
    strength ? strengthInWords(strength) : '',
    panel(sign.panel).title,
    within.seen,
    within.gone,
    namersOf(namedBy).join(', ') || 'nothing',
    countsInWords(counts),
  ];
  return `| ${cells.join(' | ')} |`;
}

function cause({ name, does, sign, means, cause: why }: Fault): string {
  return `### ${name}
${does} On *${panel(sign.panel).title}*: ${sign.look}.

<details><summary>The cause</summary>

${why}

Done by: ${means.how}
</details>`;
}
