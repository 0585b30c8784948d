import { type Response, Router } from 'express';
import { z } from 'zod';
import { isAlive } from '../../../base/process-identity.ts';
import { LabError } from '../../../base/lab-error.ts';
import { faults } from '../../../faults/catalogue/index.ts';
import { breakCommand, factsOf, healCommand, onInWords } from '../../../faults/describe.ts';
import type { Fault } from '../../../faults/fault.ts';
import { placesOf } from '../../../faults/look.ts';
import { strengthOf } from '../../../faults/strength.ts';
import { faultsOn } from '../../../faults/switch.ts';
import { gameOn } from '../../../gameday/index.ts';
import type { FaultList, FaultShown, FaultState } from '../../faults.ts';
import { refuse } from '../refuse.ts';
import type { ConsoleSettings } from '../settings.ts';
import type { FaultSwitch } from './fault-switch.ts';

const wish = z.object({
  strength: z.number().int().optional(),
  seconds: z.number().int().min(1).max(3_600).optional(),
});

/** What the page *Faults* asks for: every fault, those that are on, and to switch them. */
export function faultRoutes(settings: ConsoleSettings, faultSwitch: FaultSwitch): Router {
  const router = Router();
  const switchable = settings.runtime === 'native';
  const runs = switchable ? isAlive : () => undefined; // processes of this machine cannot be seen from a container

  router.get('/', (_request, response) => {
    const list: FaultList = { switchable, faults: faults.map((fault) => shown(settings, fault)) };
    response.json(list);
  });

  router.get('/on', (_request, response) => {
    const shownOnes = faultsOn(settings).filter(({ secret }) => !secret || !gameOn(settings)); // a game would be over
    const on = shownOnes.map((one): FaultState => {
      const failed = faultSwitch.failed.get(one.name);
      const unit = faults.find(({ name }) => name === one.name)?.strength?.unit;
      return {
        name: one.name,
        since: one.since,
        ...onInWords(one, unit, { runs, self: process.pid }),
        ...(failed && { failed }),
      };
    });
    response.json(on);
  });

  router.post('/:fault', async (request, response) => {
    const fault = known(request.params.fault, response);
    if (!fault || !allowed(response, breakCommand(fault.name))) return;
    const body = wish.safeParse(request.body);
    if (!body.success) {
      const [expected, found] = ['strength: an integer; seconds: 1 to 3600', JSON.stringify(request.body)];
      return refuse(response, 400, `${fault.name} cannot be switched on so.`, expected, found);
    }
    const { strength, seconds } = body.data;
    await carryOut(response, async () => faultSwitch.break(fault, { strength: strengthOf(fault, strength), seconds }));
  });

  router.delete('/', async (_request, response) => {
    if (allowed(response, healCommand('all'))) await carryOut(response, () => faultSwitch.heal());
  });

  router.delete('/:fault', async (request, response) => {
    const fault = known(request.params.fault, response);
    if (fault && allowed(response, healCommand(fault.name))) await carryOut(response, () => faultSwitch.heal(fault));
  });

  return router;

  function allowed(response: Response, command: string): boolean {
    if (switchable) return true;
    const title = 'This page cannot switch faults.';
    refuse(response, 409, title, 'the native runtime', 'Docker, whose engine this server cannot reach', command);
    return false;
  }
}

/** Does what was asked for; what is not possible is refused in the words of its LabError. */
async function carryOut(response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    response.json({});
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { what, expected = '', found = '', next } = error.failure;
    refuse(response, 409, what, expected, found, next);
  }
}

function known(name: string, response: Response): Fault | undefined {
  const fault = faults.find((one) => one.name === name);
  if (!fault) refuse(response, 404, 'There is no such fault.', 'a name of the list', name, 'npm run lab -- faults');
  return fault;
}

function shown(settings: ConsoleSettings, fault: Fault): FaultShown {
  const { grafana, view } = placesOf(settings, fault.sign);
  const page = settings.links.grafana;
  return {
    ...factsOf(fault, settings),
    panelId: fault.sign.panel,
    show: fault.sign.show ?? {},
    places: { ...(view && { view }), ...(page && grafana && { grafana: `${page}${grafana}` }) },
  };
}
