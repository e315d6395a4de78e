import { setTimeout as pause } from 'node:timers/promises';
import type { RehearsalClients } from '../../../rehearsal/clients';
import { type RunningFleet, trafficOf } from './running-fleet';

/** What clients of a fleet had while something ran. */
export interface SeenTraffic {
  /** Percent of the traffic that the other target group had, each once when it changed. */
  readonly weights: readonly number[];
  /** The fewest healthy targets of a target group with traffic. */
  readonly fewest: number;
}

/** Milliseconds between two looks: several a step of the traffic. */
const INTERVAL = 150;

/** Reads weights and healthy targets again and again while something runs. */
export async function watchTraffic(
  clients: RehearsalClients,
  fleet: RunningFleet,
  run: () => Promise<void>,
): Promise<SeenTraffic> {
  const weights: number[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  let running = true;
  const watching = (async () => {
    for (let last = false; !last; ) {
      last = !running; // so that what the end brought about is seen
      const traffic = await trafficOf(clients, fleet);
      const moved = traffic.find(({ targetGroup }) => targetGroup !== fleet.targetGroup)?.weight ?? 0;
      if (weights.at(-1) !== moved) weights.push(moved);
      fewest = Math.min(fewest, ...traffic.filter(({ weight }) => weight > 0).map(({ healthy }) => healthy));
      await pause(INTERVAL);
    }
  })();
  try {
    await run();
  } finally {
    running = false;
    await watching;
  }
  return { weights, fewest };
}
