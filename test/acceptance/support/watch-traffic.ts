import type { VirtualClock } from '@pipeline-factory/local-endpoint';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { type RunningFleet, trafficOf } from './running-fleet';

/** What clients of a fleet had while something ran. */
export interface SeenTraffic {
  /** Percent of the traffic that the other target group had, each once when it changed. */
  readonly weights: readonly number[];
  /** The fewest healthy targets of a target group with traffic. */
  readonly fewest: number;
}

/** Reads weights and healthy targets whenever something has happened while something runs. */
export async function watchTraffic(
  clock: VirtualClock,
  clients: RehearsalClients,
  fleet: RunningFleet,
  run: () => Promise<void>,
): Promise<SeenTraffic> {
  const weights: number[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  const look = async () => {
    const traffic = await trafficOf(clients, fleet);
    const moved = traffic.find(({ targetGroup }) => targetGroup !== fleet.targetGroup)?.weight ?? 0;
    if (weights.at(-1) !== moved) weights.push(moved);
    fewest = Math.min(fewest, ...traffic.filter(({ weight }) => weight > 0).map(({ healthy }) => healthy));
  };
  await look();
  const end = clock.observe(look);
  try {
    await run();
  } finally {
    await end();
  }
  return { weights, fewest };
}
