import type { FlowEdge, FlowNode, LabInfo, NodeName } from '../../../flow.ts';
import type { Health, NodeHealth } from '../../../health.ts';
import { ago, amount } from '../../shell/format.ts';
import { setQuery, usePlace } from '../../shell/router.tsx';
import { FailureText } from './problems.tsx';
import './flow.css';

const COLUMNS = 5;

const words = { up: 'works', waits: 'behind', down: 'down', idle: 'idle' } as const;
const marks = { up: '●', waits: '◐', down: '✕', idle: '○' } as const;

/** The flow as a picture: a box per part, a line for the data between two parts. A list on small screens. */
export function FlowPicture({ lab, health }: { lab: LabInfo; health: Health | undefined }) {
  const { query } = usePlace();
  const chosen = query.get('part') as NodeName | null;
  const byName = new Map(health?.nodes.map((node) => [node.name, node]));
  const place = new Map(lab.nodes.map((node) => [node.name, node]));
  const node = chosen ? place.get(chosen) : undefined;
  const lines = Math.max(...lab.nodes.map(({ line }) => line)) + 1;
  return (
    <section aria-label="Flow of the data, live">
      <div className="flow">
        <svg className="edges" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {lab.edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              d={curve(place.get(edge.from)!, place.get(edge.to)!, lines)}
              className={flows(edge, byName) ? 'edge moving' : 'edge'}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <ol style={{ gridTemplateRows: `repeat(${lines}, 1fr)` }}>
          {lab.nodes.map((one) => (
            <li key={one.name} style={{ gridColumn: one.column + 1, gridRow: one.line + 1 }}>
              <Box node={one} health={byName.get(one.name)} open={one.name === chosen} />
            </li>
          ))}
        </ol>
      </div>
      {node && <Details node={node} health={byName.get(node.name)} lab={lab} />}
    </section>
  );
}

function Box({ node, health, open }: { node: FlowNode; health: NodeHealth | undefined; open: boolean }) {
  const state = health?.state;
  return (
    <button
      type="button"
      className={`node ${state ?? 'unknown'}`}
      data-node={node.name}
      data-state={state ?? 'unknown'}
      aria-expanded={open}
      onClick={() => setQuery({ part: open ? undefined : node.name }, { replace: true })}
    >
      <span className="node-title">{node.title}</span>
      <span className="node-state">
        <span aria-hidden="true">{state ? marks[state] : '·'}</span> {state ? words[state] : 'asking'}
      </span>
      <span className="node-fact">{health?.rate ? `${amount(health.rate.value)} ${health.rate.unit}` : node.does}</span>
      {health?.queue && health.state !== 'up' ? (
        <span className="node-fact">{Math.round(health.queue)} spans wait</span>
      ) : (
        health?.lastSeen !== undefined && <span className="node-fact">last {ago(health.lastSeen)}</span>
      )}
    </button>
  );
}

function Details({ node, health, lab }: { node: FlowNode; health: NodeHealth | undefined; lab: LabInfo }) {
  const link = lab.links[node.name as keyof LabInfo['links']];
  const [inward, outward] = [
    lab.edges.filter((e) => e.to === node.name),
    lab.edges.filter((e) => e.from === node.name),
  ];
  const title = (name: NodeName) => lab.nodes.find((n) => n.name === name)?.title ?? name;
  return (
    <div className="card details" role="region" aria-label={`About ${node.title}`}>
      <h2>{node.title}</h2>
      <p>It {node.does}.</p>
      <dl>
        {health && <Fact name="State">{words[health.state]}</Fact>}
        {health?.rate && <Fact name="Rate">{`${amount(health.rate.value)} ${health.rate.unit}`}</Fact>}
        {health?.lastSeen !== undefined && <Fact name="Last data">{ago(health.lastSeen)}</Fact>}
        {health?.queue !== undefined && <Fact name="Waiting">{`${Math.round(health.queue)} spans`}</Fact>}
        {inward.length > 0 && (
          <Fact name="Receives">{inward.map((e) => `${e.carries} from ${title(e.from)}`).join(', ')}</Fact>
        )}
        {outward.length > 0 && (
          <Fact name="Sends">{outward.map((e) => `${e.carries} to ${title(e.to)}`).join(', ')}</Fact>
        )}
        {link && (
          <Fact name="Address">
            <a href={link} target="_blank" rel="noreferrer">
              {link}
            </a>
          </Fact>
        )}
      </dl>
      {health?.failure && <FailureText failure={health.failure} />}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Whether data flows along a line now: its source sends and its target receives. */
function flows(edge: FlowEdge, health: Map<NodeName, NodeHealth>): boolean {
  const [from, to] = [health.get(edge.from), health.get(edge.to)];
  return (from?.rate?.value ?? 0) > 0 && from?.state !== 'down' && to?.state !== 'down';
}

/** From the right side of one box to the left side of the other, or down or up if both are in one column. In percent. */
function curve(from: FlowNode, to: FlowNode, lines: number): string {
  const x = (node: FlowNode, side: number) => ((node.column + 0.5) / COLUMNS) * 100 + side * 8;
  const y = (node: FlowNode, side: number) => ((node.line + 0.5 + side * 0.3) / lines) * 100;
  const down = Math.sign(to.line - from.line);
  if (from.column === to.column) return `M ${x(from, 0)} ${y(from, down)} L ${x(to, 0)} ${y(to, -down)}`;
  const [x1, y1, x2, y2] = [x(from, 1), y(from, 0), x(to, -1), y(to, 0)];
  const middle = (x1 + x2) / 2;
  return `M ${x1} ${y1} C ${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
