import { join } from 'node:path';
import { checkout } from '../../../base/paths.ts';
import { lacksPython, providePython, type PythonGuest } from '../../engines/guests/python-guests.ts';
import { processName } from '../process-name.ts';
import type { LabState } from '../state-file.ts';
import { guestEnvironment } from './guest.ts';
import type { PartPlan } from './plan.ts';

/** A guest in Python. `instrument`: started by `opentelemetry-instrument`; else its code brings its telemetry. */
export function pythonGuestPlan(
  guest: PythonGuest & { program: string; instrument: boolean; more?: (state: LabState) => Record<string, string> },
): PartPlan {
  const { part, folder, program, instrument, more } = guest;
  return {
    part,
    engines: [],
    after: ['collector'], // five more programs at once would make the engines late
    lacks: () => lacksPython(guest),
    provide: ({ say, signal }) => providePython(guest, { say, signal }),
    command: (state) => {
      const [python, packages] = [state.engines['python'], state.engines[part]];
      if (!python || !packages) throw new Error(`${part} was not provided`);
      const own = [join(checkout, 'guests', folder, program), processName(part, state.env)]; // an argument that it ignores
      return {
        file: python.path,
        args: instrument ? [join(packages.path, 'bin/opentelemetry-instrument'), python.path, ...own] : own,
        cwd: checkout,
        env: {
          ...guestEnvironment(part, state, '1.0.0'),
          PYTHONPATH: [packages.path, join(checkout, 'guests/fastapi')].join(':'),
          PYTHONNOUSERSITE: '1', // what a person has installed for themselves is no part of the guest
          PYTHONUNBUFFERED: '1',
          PYTHONDONTWRITEBYTECODE: '1', // the packages are compiled; nothing is written into the checkout
          // http.method, http.status_code … are what this SDK sends by default: the old names (docs/guests.md)
          OTEL_SEMCONV_STABILITY_OPT_IN: 'http,database',
          OTEL_PYTHON_EXCLUDED_URLS: '/readyz$',
          ...more?.(state),
        },
        name: undefined, // Python finds its library by the path that it is started by
      };
    },
    endsWithin: 7_000, // it answers what it has begun, and sends its last spans
  };
}
