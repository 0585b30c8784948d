import { reservationRoutes } from './reservations.ts';

export const routes = () => reservationRoutes();
