import * as fc from 'fast-check';
import { autoScaling } from '../../../local-endpoint/services/autoscaling/service';
import { ec2 } from '../../../local-endpoint/services/ec2/service';
import { elasticLoadBalancing } from '../../../local-endpoint/services/elasticloadbalancing/service';
import { recordedSteps } from '../../../prove/compare/recorded-steps';
import type { Step } from '../../../prove/compare/step';
import { asgBlueGreen } from '../../../prove/kinds/asg-blue-green';
import { FOREIGN_GROUP } from '../../../prove/kinds/asg-blue-green/names';
import { refresh, refreshRollback } from '../../../prove/kinds/asg-blue-green/refresh/scenarios';
import { start, startEmpty } from '../../../prove/kinds/asg-blue-green/start';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';
import { refreshSequences } from './generated-refreshes';
import { LONG_REFRESH_SEQUENCES, REFRESH_SEQUENCES } from './refresh-sequences';
import { VERSIONS } from './refresh-steps';
import { sequences } from './sequences';
import { useComparison } from './support/use-comparison';

const compare = useComparison([autoScaling, ec2, elasticLoadBalancing]);

/** Instances have the version of their group, as they would where Auto Scaling had launched them. */
function withVersions(simulated: SimulatedAccount): SimulatedAccount {
  for (const group of Object.values(simulated.autoScaling.groups))
    group.instances = group.instances.map((one) => ({ ...one, version: group.template.Version }));
  return simulated;
}

/** Seconds in which instances that are launched at the start get into service, and healthy. */
const BEGIN = { beginSeconds: 120 };

/** A read may come to the same so many seconds later: the endpoint reads the health of targets every 15 seconds. */
const LATE = { ...BEGIN, lateSeconds: 60 };

/** What stores have no model of: sessions, and CodePipeline, whose executions a replay runs. */
const ELSEWHERE = ['sts', 'codepipeline'];

/**
 * By then unhealthy instances have been replaced once. When the next are depends on how often Auto Scaling reads the health
 * of targets, which AWS does not document: at once in the model, every 15 seconds in the endpoint.
 */
const REPLACED_SECONDS = 100;

/** How many steps there are within so many seconds. */
function stepsWithin(steps: readonly Step[], seconds: number): number {
  let passed = 0;
  const at = steps.findIndex((step) => (passed += 'seconds' in step ? step.seconds : 0) > seconds);
  return at < 0 ? steps.length : at;
}

test.each(asgBlueGreen.scenarios.slice(0, 3))(
  'every call of a whole $name comes to the same',
  async (scenario) => {
    const simulated = withVersions(await scenario.start());
    const steps = await recordedSteps([scenario], ELSEWHERE);
    const compared =
      scenario.mayFail === undefined ? steps : steps.slice(0, stepsWithin(steps, REPLACED_SECONDS));
    expect(await compare(simulated, compared, BEGIN)).toEqual([]);
  },
);

test('every call of a whole refresh, and of the rollback to what served before it, comes to the same', async () => {
  const simulated = withVersions(await refresh.start());
  const steps = await recordedSteps([refresh, refreshRollback], ELSEWHERE);
  expect(await compare(simulated, steps, LATE)).toEqual([]);
});

function withoutGroups(simulated: SimulatedAccount): SimulatedAccount {
  for (const name of Object.keys(simulated.autoScaling.groups)) delete simulated.autoScaling.groups[name];
  for (const { targets } of Object.values(simulated.loadBalancing.targetGroups))
    for (const id of Object.keys(targets)) delete targets[id];
  return simulated;
}

/** Sequences of generated calls; `COMPARE_RUNS` has another number and the long ones, too, `COMPARE_SEED` another seed. */
const { COMPARE_RUNS, COMPARE_SEED = '1' } = process.env;

const generated = (runs: number) => ({
  ...{ numRuns: Number(COMPARE_RUNS ?? runs), seed: Number(COMPARE_SEED), endOnFailure: true },
});

test('generated calls, valid ones and refused ones, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      expect(await compare(withoutGroups(startEmpty()), steps)).toEqual([]);
    }),
    generated(6),
  );
});

/** A fleet of two instances alone: the endpoint reads the health of every group that is there. */
function fleetAlone(): SimulatedAccount {
  const simulated = start();
  delete simulated.autoScaling.groups[FOREIGN_GROUP];
  return simulated;
}

test.each([...REFRESH_SEQUENCES, ...(COMPARE_RUNS === undefined ? [] : LONG_REFRESH_SEQUENCES)])(
  'of a refresh, $what comes to the same',
  async ({ steps, neverHealthy = '' }) => {
    const simulated = fleetAlone();
    const image = simulated.ec2.images[neverHealthy];
    if (image) simulated.ec2.images[neverHealthy] = { ...image, succeeds: 'none' };
    expect(await compare(simulated, [...VERSIONS, ...steps], LATE)).toEqual([]);
  },
);

test('generated refreshes, and what meets them, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(refreshSequences, async (steps) => {
      expect(await compare(fleetAlone(), steps, LATE)).toEqual([]);
    }),
    generated(1),
  );
});
