import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { ecr } from '../../../local-endpoint/services/ecr/service';
import { callAccount } from '../../../prove/compare/call-account';
import { passTime } from '../../../prove/compare/pass-time';
import { digestOf, manifestOf, NAME, REPOSITORY } from '../../../prove/ecs-service/names';
import { taskDefinition } from '../../../prove/ecs-service/task-definition';
import { start } from '../../../prove/kinds/ecs-rolling/start';
import { perform } from '../../../prove/run/call';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';

let endpoint: TestEndpoint<VirtualClock>;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock: virtualClock({ driver: 'the test' }), services: [ecr] });
}, 120_000);
afterAll(() => endpoint.close());

type Step = readonly [service: string, operation: string, input: object] | number;

const image = (name: string) => ({ repositoryName: REPOSITORY, imageIds: [{ imageDigest: digestOf(name) }] });
const tagged = (imageTag: string) => ({ repositoryName: REPOSITORY, imageIds: [{ imageTag }] });
const put = (name: string, imageTag: string) => ({
  ...{ repositoryName: REPOSITORY, imageManifest: manifestOf(name), imageTag },
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
});
const scan = (name: string) => ({ repositoryName: REPOSITORY, imageId: { imageDigest: digestOf(name) } });

/** What functions and actions call, valid calls and refused ones; a number is seconds. */
const STEPS: readonly Step[] = [
  ['ecr', 'BatchGetImage', image('one')],
  ['ecr', 'PutImage', put('one', 'serving')],
  ['ecr', 'PutImage', put('two', 'new')],
  ['ecr', 'PutImage', put('one', 'serving')],
  ['ecr', 'BatchGetImage', tagged('serving')],
  ['ecr', 'PutImage', put('two', 'serving')],
  ['ecr', 'BatchGetImage', tagged('serving')],
  ['ecr', 'BatchGetImage', image('one')],
  ['ecr', 'BatchGetImage', tagged('none')],
  ['ecr', 'BatchGetImage', { ...tagged('none'), repositoryName: 'none' }],
  ['ecr', 'DescribeImageScanFindings', scan('one')],
  ['ecr', 'DescribeImageScanFindings', scan('three')],
  ['ecr', 'StartImageScan', scan('one')],
  ['ecr', 'DescribeImageScanFindings', scan('one')],
  30,
  ['ecr', 'DescribeImageScanFindings', scan('one')],
  ['ecr', 'StartImageScan', scan('one')],
  ['ecr', 'StartImageScan', scan('three')],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: NAME }],
  ['ecs', 'RegisterTaskDefinition', { ...taskDefinition('one', '512'), tags: [{ key: 'a', value: '1' }] }],
  ['ecs', 'RegisterTaskDefinition', taskDefinition('two', '1024')],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: NAME, include: ['TAGS'] }],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:1`, include: ['TAGS'] }],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:1` }],
  ['ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:9` }],
  ['ssm', 'GetParameter', { Name: '/shop/web/prd/release' }],
  ['ssm', 'PutParameter', { Name: '/shop/web/prd/release', Value: 'a', Type: 'String', Overwrite: true }],
  ['ssm', 'GetParameter', { Name: '/shop/web/prd/release' }],
];

interface Answer {
  readonly [field: string]: never;
}

/** What functions read of an answer; of others it is that they succeed. */
const READ: Readonly<Record<string, (answer: never) => unknown>> = {
  BatchGetImage: ({ images = [] }: { images?: { imageManifest?: string; imageId?: object }[] }) =>
    images.map(({ imageManifest, imageId }) => [imageManifest, imageId]),
  DescribeImageScanFindings: (answer: {
    imageScanStatus?: { status?: string };
    imageScanFindings?: { findings?: unknown[] };
  }) => [answer.imageScanStatus?.status, answer.imageScanFindings?.findings?.length ?? 0],
  DescribeTaskDefinition: describeRead,
  RegisterTaskDefinition: describeRead,
  GetParameter: ({ Parameter }: { Parameter?: { Value?: string; Version?: number } }) => [
    Parameter?.Value,
    Parameter?.Version,
  ],
};

interface Described {
  readonly taskDefinition?: {
    readonly family?: string;
    readonly revision?: number;
    readonly status?: string;
    readonly cpu?: string;
    readonly memory?: string;
    readonly containerDefinitions?: { readonly name?: string; readonly image?: string }[];
  };
  readonly tags?: { readonly key?: string; readonly value?: string }[];
}

function describeRead({ taskDefinition: found, tags = [] }: Described): unknown {
  return [
    ...[found?.family, found?.revision, found?.status, found?.cpu, found?.memory],
    found?.containerDefinitions?.map(({ name, image: reference }) => [name, reference]),
    tags.map(({ key, value }) => [key, value]),
  ];
}

async function outcome(operation: string, call: () => object | Promise<object>): Promise<unknown> {
  try {
    const answer = await call();
    return READ[operation]?.(answer as Answer as never) ?? 'succeeds';
  } catch (error) {
    return (error as Error).name;
  }
}

function emptyAccount(): SimulatedAccount {
  return { ...start(), ssm: {}, ecr: { [REPOSITORY]: {} }, ecs: { families: {}, services: {}, failing: [] } };
}

test('images, scans, task definitions and parameters come to the same in the local endpoint', async () => {
  const simulated = emptyAccount();
  const call = callAccount(endpoint.client(`5${ACCOUNT.slice(1)}`));
  await call('ecr', 'CreateRepository', { repositoryName: REPOSITORY });
  const found: unknown[] = [];
  for (const step of STEPS) {
    if (typeof step === 'number') {
      passTime(simulated, step);
      await endpoint.clock.pass(step * 1000);
      continue;
    }
    const [service, operation, input] = step;
    const model = await outcome(operation, () => perform(simulated, service, operation, input));
    const other = await outcome(operation, () => call(service, operation, input));
    if (JSON.stringify(model) !== JSON.stringify(other)) found.push([operation, input, { model, other }]);
  }
  expect(found).toEqual([]);
}, 120_000);
