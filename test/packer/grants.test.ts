import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import { bakeName } from '../../handlers/contract/names';
import { type BakeHarness, PLAYBOOK, startBakeHarness } from './support/bake-harness';
import { IDENTITY, PIPELINE } from './support/bake-names';

/** A statement of a policy, with its actions as a list. */
interface Statement {
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const ROLE = `arn:aws:iam::${ACCOUNT}:role/${bakeName(IDENTITY)}`;

let harness: BakeHarness;
let count = 0;

beforeAll(async () => {
  harness = await startBakeHarness();
});

afterAll(() => harness.close());

/** Bakes something new. */
const bake = () => harness.program({ 'playbook.yml': PLAYBOOK, 'files/count': String((count += 1)) });

const statements = (): Statement[] =>
  (harness.statements as { Action: string | string[]; Resource: unknown; Condition?: unknown }[]).map(
    (one) => ({
      ...one,
      Action: [one.Action].flat(),
    }),
  );

/**
 * What a bake needs in AWS alone: CodeBuild's own calls, sessions of Systems Manager to an instance that runs, and what
 * only today's plugin waits for. A build downloads the program (`s3:GetObject`); here it runs without a build.
 */
const NOT_REHEARSED = [
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2:DescribeInstanceStatus',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:PutObject',
  'ssm:StartSession',
  'ssm:TerminateSession',
];

it('bakes with the grants of the stack, and with none missing', async () => {
  await harness.allow();
  const run = await bake();
  expect(run.log).toContain('is made');
  expect(run.status).toBe(0);
});

it.each(['ec2:CreateImage', 'ec2:DescribeImages', 'iam:PassRole', 'ssm:PutParameter'])(
  'fails without %s, which the log names',
  async (action) => {
    const left = statements().map((one) => ({ ...one, Action: one.Action.filter((its) => its !== action) }));
    await harness.allow(left.filter(({ Action }) => Action.length > 0));
    const run = await bake();
    await harness.allow();
    expect({ status: run.status, refused: refused(run.log) }).toEqual({ status: 1, refused: action });
  },
);

/** The action that a log names as refused. */
const refused = (log: string): string | undefined =>
  /not authorized to perform: (\S+) on resource/.exec(log)?.[1];

it('reads package lists only where it may', async () => {
  await harness.ssm.send(
    new PutParameterCommand({
      Name: '/shop/fleet/stg/release',
      Type: 'String',
      Value: JSON.stringify({ serving: { type: 'asg', imageId: 'ami-serving' } }),
    }),
  );
  const first = await bake();
  for (const id of ['ami-serving', first.variables.AMI_ID])
    await harness.s3.send(
      new PutObjectCommand({
        Bucket: harness.bucket,
        Key: `${PIPELINE}/packages/${id}.txt`,
        Body: `bash ${id}\n`,
      }),
    );
  count -= 1;
  expect((await bake()).variables.PACKAGES).toMatch(/^1 since ami-serving: bash/);
  const withoutRead = statements().filter(({ Action }) => !Action.includes('s3:GetObjectVersion'));
  await harness.allow(withoutRead);
  count -= 1;
  expect((await bake()).variables.PACKAGES).toMatch(/^not known/);
  await harness.allow();
});

it('has needed each of the grants in these bakes', async () => {
  const unused = await harness.endpoint.authorization.unusedGrants([ROLE]);
  expect([...new Set(unused.flatMap(({ actions }) => actions))].sort()).toEqual(NOT_REHEARSED);
});
