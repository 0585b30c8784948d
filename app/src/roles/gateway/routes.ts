import type { Routes } from '../../http/routes.ts';
import type { MessageProducer } from '../../shop/producer.ts';
import { switches } from '../../faults/switches.ts';
import { within } from '../../shop/within.ts';
import { carriedContext } from '../../telemetry/messages.ts';
import type { RoleContext } from '../role.ts';
import { purchaseRoutes } from './purchases.ts';

/** How long a client waits for Kafka, ms. A purchase that is refused for that may still be made: its key says that it is the same. */
const longestWait = 3000;

/** With the shop, purchases may wait in Kafka. */
export async function work({ role, shop, logger }: RoleContext): Promise<MessageProducer | undefined> {
  if (!shop.kafka) return undefined;
  const { openProducer } = await import('../../shop/producer.ts');
  return openProducer(shop.kafka, role, logger);
}

export const routes = ({ peers }: RoleContext, producer: MessageProducer | undefined): Routes =>
  purchaseRoutes(
    peers,
    producer && {
      send: (purchase) => {
        const message = {
          topic: 'purchases',
          key: purchase.id,
          value: switches.poison === 0 ? JSON.stringify(purchase) : '{ no JSON',
          headers: carriedContext(),
        };
        return within(longestWait, 'Kafka', producer.send([message]));
      },
    },
  );

export const next = 'orders';
