import type { Panel } from '../model.ts';
import * as apm from './apm.ts';
import * as k6 from './k6.ts';
import * as kafka from './kafka.ts';
import * as nodejs from './nodejs.ts';
import * as objectives from './objectives.ts';
import * as performance from './performance.ts';
import * as pipeline from './pipeline.ts';
import * as postgres from './postgres.ts';
import * as purchase from './purchase.ts';
import * as stores from './stores.ts';
import * as valkey from './valkey.ts';

/** Every panel of the lab, by area. */
export const panelsByArea = {
  apm,
  performance,
  nodejs,
  pipeline,
  k6,
  stores,
  purchase,
  postgres,
  kafka,
  valkey,
  objectives,
};

export const panels: readonly Panel[] = Object.values(panelsByArea).flatMap((area) => Object.values(area) as Panel[]);

/** Looks a panel up by its id. */
export function panel(id: string): Panel {
  const found = panels.find((p) => p.id === id);
  if (!found) throw new Error(`no panel ${id}`);
  return found;
}
