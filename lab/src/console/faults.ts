import type { FaultFacts, OnInWords } from '../faults/describe.ts';

/** A fault as the page shows it. */
export type FaultShown = FaultFacts & {
  /** Id of its panel, and the variables of that where they are not the initial ones. */
  panelId: string;
  show: Readonly<Record<string, string | readonly string[]>>;
  /** The view of the console with that panel's dashboard, and its address in Grafana, where the lab has them. */
  places: { view?: string; grafana?: string };
};

/** Every fault, and whether this page can switch them: with Docker its server has no access to the engine. */
export type FaultList = { switchable: boolean; faults: FaultShown[] };

/** A fault that is on; `failed` says why this server could not end it when its time was over. */
export type FaultState = OnInWords & { name: string; since: number; failed?: string };
