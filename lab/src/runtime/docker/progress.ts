import { titleOf } from '../../parts/parts.ts';
import { partOfService, probeOf, serviceInName, titleOfService } from './services.ts';

/** Turns the output of `docker compose up` into the lab's own lines; undefined for a line without news. */
export class ComposeProgress {
  readonly #began = performance.now();
  readonly #said = new Set<string>();
  readonly #project: string;
  readonly #services: readonly string[];

  constructor(project: string, services: readonly string[]) {
    this.#project = project;
    this.#services = services;
  }

  /** The news of one printed line, once. */
  read(line: string): string | undefined {
    const news = this.#news(line.trim());
    if (!news || this.#said.has(news.what)) return undefined;
    this.#said.add(news.what);
    return news.what + (news.timed ? ` after ${((performance.now() - this.#began) / 1000).toFixed(1)} s` : '');
  }

  #news(line: string): { what: string; timed?: boolean } | undefined {
    const build =
      /^#\d+ \[(\S+)(?: [\d/]+| internal)/.exec(line)?.[1] ?? /^(?:Image )?(\S+)\s+Building$/.exec(line)?.[1];
    if (build) return { what: `building the image of ${titleOfService(build)}` };
    const [, pulled, pull] = /^(?:Image )?(\S+)\s+(Pulling|Pulled)$/.exec(line) ?? [];
    if (pulled)
      return {
        what: pull === 'Pulling' ? `pulling ${titleOfService(pulled)}` : `${titleOfService(pulled)} is pulled`,
        timed: pull === 'Pulled',
      };
    const [, container = '', state] = /^Container (\S+)\s+(Running|Healthy|Error|Restarting)$/.exec(line) ?? [];
    const service = serviceInName(this.#project, container);
    const part = service && partOfService(service.replace(/-ready$/, ''));
    if (!service || !part) return undefined;
    if (state === 'Running') {
      this.#said.add(`${titleOf(part)} is usable`); // before this start: no news
      return undefined;
    }
    // Compose calls an engine without a healthcheck healthy as soon as it runs: wait for its probe instead
    if (state === 'Healthy')
      return this.#services.includes(probeOf(service))
        ? undefined
        : { what: `${titleOf(part)} is usable`, timed: true };
    return { what: `${titleOf(part)}: ${state!.toLowerCase()}` };
  }
}
