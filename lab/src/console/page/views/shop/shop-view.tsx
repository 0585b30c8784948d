import type { LabInfo } from '../../../flow.ts';
import { Link } from '../../shell/router.tsx';
import CapabilityView from '../panels/capability-view.tsx';
import { tracesOf } from './shop-links.ts';

/** The dashboards of the shop, with the traces that each is about. */
export default function ShopView({ lab, dashboard }: { lab: LabInfo; dashboard: string | undefined }) {
  const beside = ({ uid }: { uid: string }) => <Link to={tracesOf(uid)}>Traces of it</Link>;
  return <CapabilityView lab={lab} capability="shop" dashboard={dashboard} beside={beside} />;
}
