// The page of a Tempo lab, from its first second on. The order matters: empty, then a known load, then the rest.
import { bench } from './bench.ts';
import { emptyViews } from './steps/empty.ts';
import { events } from './steps/events.ts';
import { faults } from './steps/faults.ts';
import { buttons, live } from './steps/live.ts';
import { numbers } from './steps/numbers.ts';
import { oddTraces } from './steps/odd-traces.ts';
import { everyView } from './steps/views.ts';
import { yourService } from './steps/your-service.ts';
import { weight } from './steps/weight.ts';

const shared = bench('tempo');
emptyViews(shared);
numbers(shared);
weight(shared);
live(shared, ['collector', 'prometheus', 'tempo', 'orders']);
events(shared);
buttons(shared);
faults(shared);
yourService(shared); // before thousands of names fill the slot that it may share
oddTraces(shared);
everyView(shared, [{ name: 'light' }]);
