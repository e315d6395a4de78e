import * as fc from 'fast-check';
import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { autoScaling } from '../../../local-endpoint/services/autoscaling/service';
import { ec2 } from '../../../local-endpoint/services/ec2/service';
import { elasticLoadBalancing } from '../../../local-endpoint/services/elasticloadbalancing/service';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { callAccount } from '../../../prove/compare/call-account';
import { type Difference, differences, type OtherAccount, type Step } from '../../../prove/compare/both';
import { asgBlueGreen } from '../../../prove/kinds/asg-blue-green';
import { startEmpty } from '../../../prove/kinds/asg-blue-green/start';
import { record } from '../../../prove/run/record';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';
import { sequences } from './sequences';

let endpoint: TestEndpoint<VirtualClock>;
let accounts = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({
    clock: virtualClock({ driver: 'the test' }),
    services: [autoScaling, ec2, elasticLoadBalancing],
  });
}, 60_000);

afterAll(() => endpoint.close());

/** An account that nothing is in yet. */
function emptyAccount(): OtherAccount {
  const account = `3${String(++accounts).padStart(3, '0')}${ACCOUNT.slice(4)}`;
  const { clock } = endpoint;
  return {
    call: callAccount(endpoint.client(account)),
    pass: async (seconds) => {
      await clock.pass(seconds * 1000);
      await clock.pass(0); // what else is due then
    },
  };
}

/** A line of a difference, for what a failed test shows. */
const lineOf = ({ step, operation, input, model, other }: Difference): string =>
  [`${step} ${operation} ${JSON.stringify(input)}`, JSON.stringify(model), JSON.stringify(other)].join('\n');

/** Instances have the version of their group, as they would where Auto Scaling had launched them. */
function withVersions(simulated: SimulatedAccount): SimulatedAccount {
  for (const group of Object.values(simulated.autoScaling.groups))
    group.instances = group.instances.map((one) => ({ ...one, version: group.template.Version }));
  return simulated;
}

/** Seconds in which instances that are launched at the start get into service, and healthy. */
const BEGIN: readonly Step[] = [{ seconds: 120 }];

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
    const { invocations } = await record(scenario);
    const simulated = withVersions(await scenario.start());
    let { now } = simulated;
    const steps = invocations.flatMap(({ before, calls }): Step[] => {
      const seconds = (before.now - now) / 1000;
      ({ now } = before);
      const made = calls.flatMap(({ attempt: { service, operation, input } }) =>
        ELSEWHERE.includes(service) ? [] : [{ service, operation, input }],
      );
      return seconds > 0 ? [{ seconds }, ...made] : made;
    });
    const compared =
      scenario.mayFail === undefined ? steps : steps.slice(0, stepsWithin(steps, REPLACED_SECONDS));
    expect((await differences(simulated, emptyAccount(), compared, BEGIN)).map(lineOf)).toEqual([]);
  },
);

function withoutGroups(simulated: SimulatedAccount): SimulatedAccount {
  for (const name of Object.keys(simulated.autoScaling.groups)) delete simulated.autoScaling.groups[name];
  for (const { targets } of Object.values(simulated.loadBalancing.targetGroups))
    for (const id of Object.keys(targets)) delete targets[id];
  return simulated;
}

/** Sequences of generated calls; `COMPARE_RUNS` has another number, `COMPARE_SEED` another seed. */
const { COMPARE_RUNS = '6', COMPARE_SEED = '1' } = process.env;

test('generated calls, valid ones and refused ones, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      expect((await differences(withoutGroups(startEmpty()), emptyAccount(), steps)).map(lineOf)).toEqual([]);
    }),
    { numRuns: Number(COMPARE_RUNS), seed: Number(COMPARE_SEED), endOnFailure: true },
  );
});
