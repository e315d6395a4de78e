import {
  EC2Client,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type RunInstancesCommandOutput,
  type TagSpecification,
} from '@aws-sdk/client-ec2';
import { ec2 as ec2Service } from '../../../services/ec2/service';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../../testing';
import { rolesOf } from '../../iam/support/roles';
import { createProfile, type Launching, prepareLaunching } from './launching';

/** What the ARNs of the account's own resources begin with. */
export const OWN = `arn:aws:ec2:${REGION}:${ACCOUNT}`;

/** What the ARNs of images and snapshots begin with, which have no account. */
export const PUBLIC = `arn:aws:ec2:${REGION}:`;

export const TAGS = [{ Key: 'bake', Value: 'fleet' }];

/** {@link TAGS} for resources of these types. */
export const tagsFor = (
  ...types: ('instance' | 'volume' | 'image' | 'snapshot' | 'key-pair' | 'security-group')[]
): TagSpecification[] => types.map((ResourceType) => ({ ResourceType, Tags: TAGS }));

/** The condition that a request creates with {@link TAGS}. */
export const requested = { StringEquals: { 'aws:RequestTag/bake': 'fleet' } };

/** The condition that a resource has {@link TAGS}. */
export const tagged = { StringEquals: { 'aws:ResourceTag/bake': 'fleet' } };

/** Expects that a call is refused because no statement allows the action on the resource. */
export const denied = (call: Promise<unknown>, action: string, resource: string) =>
  expect(call).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining(
      `is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows`,
    ) as unknown,
  });

/** An endpoint that enforces roles, with what instances need. */
interface PermissionsHarness {
  readonly local: TestEndpoint;
  /** May do everything. */
  readonly admin: EC2Client;
  readonly launching: Launching;
  /** ARN of an instance profile `bake`, whose role has the same name. */
  readonly profile: string;
  /** A client with the credentials of a new role that has these statements. */
  readonly as: (statements: object[]) => Promise<EC2Client>;
  /** Launches an instance with tags, a profile and an encrypted disk. @param input replaces parts of the request */
  readonly run: (
    ec2: EC2Client,
    input?: Partial<RunInstancesCommandInput>,
  ) => Promise<RunInstancesCommandOutput>;
  /** The same as the admin. @returns the id of the instance */
  readonly launched: (input?: Partial<RunInstancesCommandInput>) => Promise<string>;
}

/** Starts one before the tests of a file. */
export function permissionsHarness(): PermissionsHarness {
  let local: TestEndpoint;
  let admin: EC2Client;
  let launching: Launching;
  let profile: string;
  const { role, assumed } = rolesOf(() => local);
  const harness: PermissionsHarness = {
    get local() {
      return local;
    },
    get admin() {
      return admin;
    },
    get launching() {
      return launching;
    },
    get profile() {
      return profile;
    },
    as: async (statements) => {
      const numbered = statements.map((statement, index) => ({ ...statement, Sid: `Statement${index}` }));
      return new EC2Client({ ...(await assumed(await role(numbered))), maxAttempts: 1 });
    },
    run: (ec2, input) => ec2.send(new RunInstancesCommand({ ...launchOf(launching), ...input })),
    launched: async (input) => (await harness.run(admin, input)).Instances?.[0]?.InstanceId ?? '',
  };
  beforeAll(async () => {
    local = await startTestEndpoint({ services: [ec2Service], roles: 'enforced' });
    admin = new EC2Client(local.client());
    launching = await prepareLaunching(admin);
    profile = await createProfile(local, 'bake');
  });
  afterAll(() => local.close());
  return harness;
}

const launchOf = ({ image, subnet, group }: Launching): RunInstancesCommandInput => ({
  MinCount: 1,
  MaxCount: 1,
  ImageId: image,
  InstanceType: 't3.small',
  SubnetId: subnet,
  SecurityGroupIds: [group],
  IamInstanceProfile: { Name: 'bake' },
  MetadataOptions: { HttpTokens: 'required' },
  BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true } }],
  TagSpecifications: tagsFor('instance', 'volume'),
});
