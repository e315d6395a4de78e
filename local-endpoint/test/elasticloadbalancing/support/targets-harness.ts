import {
  DeregisterTargetsCommand,
  type DeregisterTargetsCommandOutput,
  RegisterTargetsCommand,
  type RegisterTargetsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elasticLoadBalancing } from '../../../services/elasticloadbalancing/service';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';
import { createFleet, type Fleet } from './fleet';

/** A fleet with one target group, new for each test. */
interface TargetsHarness {
  readonly endpoint: TestEndpoint;
  readonly fleet: Fleet;
  /** ARN of the target group, which is behind a rule. */
  readonly group: string;
  /** @param targetGroup @default - {@link TargetsHarness.group} */
  readonly register: (id: string, targetGroup?: string) => Promise<RegisterTargetsCommandOutput>;
  /** @param targetGroup @default - {@link TargetsHarness.group} */
  readonly deregister: (id: string, targetGroup?: string) => Promise<DeregisterTargetsCommandOutput>;
  /** The states in the group after so many seconds, and then so many more. */
  readonly statesAfter: (...seconds: readonly number[]) => Promise<string[]>;
}

/** Starts the endpoint before the tests of a file, and creates the fleet before each of them. */
export function targetsHarness(): TargetsHarness {
  let endpoint: TestEndpoint;
  let fleet: Fleet;
  let group: string;
  beforeAll(async () => {
    endpoint = await startTestEndpoint({ services: [elasticLoadBalancing] });
  });
  afterAll(() => endpoint.close());
  beforeEach(async () => {
    fleet = await createFleet(endpoint.client());
    group = await fleet.targetGroup();
    await fleet.rule({ [group]: 1 });
  });
  return {
    get endpoint() {
      return endpoint;
    },
    get fleet() {
      return fleet;
    },
    get group() {
      return group;
    },
    register: (Id, TargetGroupArn = group) =>
      fleet.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })),
    deregister: (Id, TargetGroupArn = group) =>
      fleet.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })),
    statesAfter: async (...seconds) => {
      const states: string[] = [];
      for (const passed of seconds) {
        endpoint.clock.advance(passed * 1_000);
        states.push(...(await fleet.states(group)));
      }
      return states;
    },
  };
}
