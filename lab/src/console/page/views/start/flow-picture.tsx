import type { FlowEdge, FlowNode, LabInfo, NodeName } from '../../../flow.ts';
import type { Health, Measure, NodeHealth } from '../../../health.ts';
import { Fact } from '../../shell/fact.tsx';
import { ago, amount } from '../../shell/format.ts';
import { Link, setQuery, usePlace } from '../../shell/router.tsx';
import { panelsOfNode } from '../shop/shop-links.ts';
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
  const facts = [...(health?.rate ? [rateInWords(health.rate)] : []), ...(health?.numbers ?? []).map(inWords)];
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
      {facts.length > 0 ? (
        facts.map((fact) => (
          <span key={fact} className="node-fact">
            {fact}
          </span>
        ))
      ) : (
        <span className="node-fact">{node.does}</span>
      )}
      {health?.queue && health.state !== 'up' ? (
        <span className="node-fact">{waiting(health)} wait</span>
      ) : (
        health?.lastSeen !== undefined && <span className="node-fact">last {ago(health.lastSeen)}</span>
      )}
    </button>
  );
}

function Details({ node, health, lab }: { node: FlowNode; health: NodeHealth | undefined; lab: LabInfo }) {
  const link = lab.links[node.name as keyof LabInfo['links']];
  const panels = panelsOfNode(node.name);
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
        {health?.rate && <Fact name="Rate">{rateInWords(health.rate)}</Fact>}
        {health?.numbers?.map((one) => (
          <Fact key={one.unit} name="Now">
            {inWords(one)}
          </Fact>
        ))}
        {health?.lastSeen !== undefined && <Fact name="Last data">{ago(health.lastSeen)}</Fact>}
        {health?.queue !== undefined && <Fact name="Waiting">{waiting(health)}</Fact>}
        {inward.length > 0 && (
          <Fact name="Receives">{inward.map((e) => `${e.carries} from ${title(e.from)}`).join(', ')}</Fact>
        )}
        {outward.length > 0 && (
          <Fact name="Sends">{outward.map((e) => `${e.carries} to ${title(e.to)}`).join(', ')}</Fact>
        )}
        {panels && (
          <Fact name="More">
            <Link to={panels.to}>{panels.text}</Link>
          </Fact>
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

const waiting = ({ queue = 0, queued = 'spans' }: NodeHealth) => `${Math.round(queue)} ${queued}`;
const rateInWords = ({ value, unit }: Measure) => `${amount(value)} ${unit}`;
const inWords = ({ value, unit }: Measure) => `${Math.round(value).toLocaleString('en')} ${unit}`;

/** Whether data flows along a line now: its source sends and its target receives. Of an engine it is not known what it sends. */
function flows(edge: FlowEdge, health: Map<NodeName, NodeHealth>): boolean {
  const [from, to] = [health.get(edge.from), health.get(edge.to)];
  const rate = from?.numbers ? to?.rate : from?.rate;
  return (rate?.value ?? 0) > 0 && from?.state !== 'down' && to?.state !== 'down';
}

/**
 * A line between two boxes that crosses none, in percent: from the side that faces the other one, down or up if one is
 * below the other, around what is between two in one column, and between two lines of boxes if a column is between them.
 */
function curve(from: FlowNode, to: FlowNode, lines: number): string {
  const x = (node: FlowNode, side: number) => ((node.column + 0.5) / COLUMNS) * 100 + side * 8;
  const y = (node: FlowNode, side: number) => ((node.line + 0.5 + side * 0.3) / lines) * 100;
  const down = Math.sign(to.line - from.line);
  const right = Math.sign(to.column - from.column);
  const bend = (x1: number, y1: number, x2: number, y2: number) => {
    const middle = (x1 + x2) / 2;
    return `C ${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  };
  if (right === 0 && Math.abs(to.line - from.line) === 1)
    return `M ${x(from, 0)} ${y(from, down)} L ${x(to, 0)} ${y(to, -down)}`;
  if (right === 0) {
    const [side, outside] = [x(from, -1), x(from, -1) - GAP];
    return `M ${side} ${y(from, 0)} C ${outside} ${y(from, 0)} ${outside} ${y(to, 0)} ${side} ${y(to, 0)}`;
  }
  const [x1, y1, x2, y2] = [x(from, right), y(from, 0), x(to, -right), y(to, 0)];
  if (Math.abs(to.column - from.column) === 1) return `M ${x1} ${y1} ${bend(x1, y1, x2, y2)}`;
  const lane = ((from.line + (down > 0 ? 1 : 0)) / lines) * 100;
  const [in1, out1] = [x1 + right * 4, x2 - right * 4];
  return `M ${x1} ${y1} ${bend(x1, y1, in1, lane)} L ${out1} ${lane} ${bend(out1, lane, x2, y2)}`;
}

/** Between two columns, as far as a line may go, percent. */
const GAP = 3;
