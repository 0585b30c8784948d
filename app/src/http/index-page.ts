import type { Role } from '../roles/role.ts';
import type { Routes } from './routes.ts';

/** `/`: the role of this process, and its routes. */
export function withIndex(role: Role, routes: Routes): Routes {
  const list = Object.entries({ '/': { get: true }, ...routes }).flatMap(([path, byMethod]) =>
    Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`),
  );
  return { '/': { get: (_req, res) => void res.json({ role, routes: list }) }, ...routes };
}
