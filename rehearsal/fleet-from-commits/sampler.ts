import type { FleetContext } from './context';
import { type Fleet, readFleet, servingGroup } from './fleet';
import type { FleetPipeline } from './pipeline';

/** What was seen of a fleet while something went on. */
export interface Samples {
  /** Percent of the traffic that groups other than the first one had, each change once, in order. */
  readonly traffic: readonly number[];
}

/**
 * Samples a fleet while something goes on, and expects every target group that has traffic to have had as many healthy
 * targets as the one that served at the beginning.
 */
export async function whileServing(
  context: FleetContext,
  pipeline: FleetPipeline,
  run: () => Promise<void>,
): Promise<Samples> {
  const before = servingGroup(await readFleet(pipeline));
  const needed = before?.healthy ?? 0;
  const traffic: number[] = [];
  const shortages = new Set<string>();
  const sample = async () => {
    const fleet = await readFleet(pipeline);
    for (const shortage of shortagesIn(fleet, needed)) shortages.add(shortage);
    const moved = 100 - (fleet.weights[before?.targetGroup ?? ''] ?? 0);
    if (traffic.at(-1) !== moved) traffic.push(moved);
  };
  await sample();
  const end = context.clock.observe(sample);
  try {
    await run();
  } finally {
    await end();
  }
  if (before)
    context.expect.that(
      `${pipeline.name} always had ${needed} healthy wherever there was traffic`,
      shortages.size === 0,
      [...shortages].join('; '),
    );
  return { traffic };
}

function shortagesIn({ weights, groups }: Fleet, needed: number): string[] {
  return Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .flatMap(([targetGroup, weight]) => {
      const group = groups.find((each) => each.targetGroup === targetGroup);
      const healthy = group?.healthy ?? 0;
      return healthy >= needed
        ? []
        : [`${healthy} healthy with ${weight} % on ${group?.name ?? targetGroup}`];
    });
}
