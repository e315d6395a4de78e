import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { ec2 as ec2Service } from '../../../services/ec2/service';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';
import { type Launching, prepareLaunching } from './launching';

type LaunchInput = Partial<RunInstancesCommandInput>;

/** EC2 alone, with what instances need. */
export interface Ec2Harness {
  readonly local: TestEndpoint;
  readonly ec2: EC2Client;
  readonly launching: Launching;
  /** The image and the type of an instance, without which nothing is launched. */
  readonly simple: () => LaunchInput;
  /** Launches instances of the request as it is. @param count @default 1 */
  readonly run: (input: LaunchInput, count?: number) => Promise<Instance[]>;
  /** Launches one {@link Ec2Harness.simple} instance. @param input replaces parts of the request @returns its id */
  readonly launch: (input?: LaunchInput) => Promise<string>;
  readonly find: (input: DescribeInstancesCommandInput) => Promise<Instance[]>;
}

/** Starts it before the tests of a file. */
export function ec2Harness(): Ec2Harness {
  let local: TestEndpoint;
  let ec2: EC2Client;
  let launching: Launching;
  const harness: Ec2Harness = {
    get local() {
      return local;
    },
    get ec2() {
      return ec2;
    },
    get launching() {
      return launching;
    },
    simple: () => ({ ImageId: launching.image, InstanceType: 't3.small' }),
    run: async (input, count = 1) => {
      const request = new RunInstancesCommand({ MinCount: count, MaxCount: count, ...input });
      return (await ec2.send(request)).Instances ?? [];
    },
    launch: async (input) => idsOf(await harness.run({ ...harness.simple(), ...input }))[0] ?? '',
    find: async (input) => {
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand(input));
      return Reservations.flatMap(({ Instances = [] }) => Instances);
    },
  };
  beforeAll(async () => {
    local = await startTestEndpoint({ services: [ec2Service] });
    ec2 = new EC2Client(local.client());
    launching = await prepareLaunching(ec2);
  });
  afterAll(() => local.close());
  return harness;
}

export const idsOf = (instances: readonly Instance[]) => instances.map(({ InstanceId = '' }) => InstanceId);
