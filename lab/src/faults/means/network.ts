import { type Toxic, Toxiproxy } from '../../backends/toxiproxy.ts';
import { endpointNamed } from '../../parts/endpoints.ts';
import { type LinkName, links } from '../../parts/links.ts';
import { partNamed } from '../../parts/parts.ts';
import type { Lab } from '../../runtime/lab.ts';
import type { Means } from './means.ts';

/** Means that make a way between two parts worse, by Toxiproxy. `to` names the link. */
export const byNetwork = (how: string, to: LinkName, toxics: (strength: number) => Toxic[]): Means => ({
  how: `Toxiproxy on the way of ${links.find(({ name }) => name === to)!.carries}: ${how}`,
  changes: `link ${to}`,
  begin: (lab, strength) => set(lab, to, toxics(strength)),
  end: (lab) => set(lab, to, []),
});

async function set(lab: Lab, to: LinkName, toxics: readonly Toxic[]): Promise<void> {
  const { through } = links.find(({ name }) => name === to)!;
  const url = endpointNamed(lab.endpoints, partNamed(through).ready.endpoint);
  await new Toxiproxy(url!, through).set(to, toxics);
}
