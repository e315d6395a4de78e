import { createHash } from 'node:crypto';
import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DescribeImagesCommand,
  ECRClient,
  type ImageDetail,
  PutImageCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import type { ForwardedCall } from '../../kit/operation';
import { ecr as ecrService } from '../../services/ecr/service';
import { advanceUntil, startTestEndpoint, type TestEndpoint, testService } from '../../testing';
import { manifest } from '../ecs/support/shop';

let endpoint: TestEndpoint;
let ecr: ECRClient;
let repositoryName: string;
let repositories = 0;

const pushed: string[] = [];

beforeAll(async () => {
  const pushes = {
    service: 'ecr',
    operation: 'PutImage',
    after: async ({ input }: ForwardedCall) =>
      void pushed.push(`${String(input['repositoryName'])}:${String(input['imageTag'])}`),
  };
  endpoint = await startTestEndpoint({
    services: [ecrService, testService('test', { observers: [pushes] })],
  });
  ecr = new ECRClient(endpoint.client());
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  repositoryName = `shop-${++repositories}`;
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  pushed.length = 0;
});

describe('a push', () => {
  it('has the SHA-256 of its manifest as digest', async () => {
    const digest = await push('one', 'latest');
    expect(digest).toBe(`sha256:${createHash('sha256').update(manifest('one')).digest('hex')}`);
  });

  it('under a moved tag leaves the former image untagged, and is observed once', async () => {
    const first = await push('one', 'latest');
    const [before] = await images();
    endpoint.clock.advance(60_000);
    const second = await push('two', 'latest');
    expect(await tags()).toEqual({ [first]: [], [second]: ['latest'] });
    const after = (await images()).find(({ imageDigest }) => imageDigest === first);
    expect(after?.imagePushedAt).toEqual(before?.imagePushedAt);
    expect(pushed).toEqual([`${repositoryName}:latest`, `${repositoryName}:latest`]);
  });

  it('of a further tag keeps the others, and moving it keeps its former image', async () => {
    const first = await push('one', 'v1');
    await push('one', 'serving');
    const second = await push('two', 'v2');
    await push('two', 'serving');
    expect(await tags()).toEqual({ [first]: ['v1'], [second]: ['v2', 'serving'] });
  });

  it('brings an untagged image back under a tag', async () => {
    const first = await push('one', 'latest');
    const second = await push('two', 'latest');
    await push('one', 'latest');
    expect(await tags()).toEqual({ [first]: ['latest'], [second]: [] });
  });

  it('of several images under one tag at once runs one after the other, and every image stays', async () => {
    const digests = await Promise.all(
      ['one', 'two', 'three', 'four'].map((content) => push(content, 'latest')),
    );
    const after = await tags();
    expect(Object.keys(after).sort()).toEqual([...digests].sort());
    expect(Object.values(after).flat()).toEqual(['latest']);
  });

  it('is refused with ECR’s errors where it is invalid', async () => {
    await push('one', 'latest');
    await expect(push('one', 'latest')).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
    const missing = new PutImageCommand({
      repositoryName: 'missing',
      imageManifest: manifest('x'),
      imageTag: 'x',
    });
    await expect(ecr.send(missing)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
    const wrong = { repositoryName, imageManifest: manifest('x'), imageDigest: `sha256:${'0'.repeat(64)}` };
    await expect(ecr.send(new PutImageCommand(wrong))).rejects.toMatchObject({
      name: 'ImageDigestDoesNotMatchException',
    });
    const broken = new PutImageCommand({ repositoryName, imageManifest: '{', imageTag: 'x' });
    await expect(ecr.send(broken)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('over an immutable tag is refused, and the image keeps it', async () => {
    repositoryName = `fixed-${repositories}`;
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
    const first = await push('one', 'v1');
    await expect(push('two', 'v1')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' });
    expect(await tags()).toEqual({ [first]: ['v1'] });
  });

  it('over a tag that is excepted from immutability moves the tag, and over no other one', async () => {
    repositoryName = `excepted-${repositories}`;
    const filters = ['latest', '*-serving'].map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
    await ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: filters,
      }),
    );
    const first = await push('one', 'v1');
    await push('one', 'latest');
    await push('one', 'web-serving');
    const second = await push('two', 'latest');
    await push('two', 'web-serving');
    await expect(push('two', 'v1')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' });
    const { [first]: one, [second]: two } = await tags();
    expect([one, two?.sort()]).toEqual([['v1'], ['latest', 'web-serving']]);
  });
});

it('describes only untagged images when asked', async () => {
  const first = await push('one', 'latest');
  await push('two', 'latest');
  const filter = { tagStatus: 'UNTAGGED' as const };
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName, filter }));
  expect(imageDetails?.map(({ imageDigest }) => imageDigest)).toEqual([first]);
});

describe('a lifecycle policy', () => {
  const policy = {
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 1,
        },
        action: { type: 'expire' },
      },
    ],
  };
  const apply = () =>
    ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: JSON.stringify(policy) }));
  const hours = (count: number) => endpoint.clock.advance(count * 60 * 60_000);

  it('expires an untagged image after its day, and leaves images with a protecting tag', async () => {
    await apply();
    const kept = await push('serving', 'latest');
    await push('serving', 'shop-serving');
    const lost = await push('lost', 'latest');
    const newest = await push('newest', 'latest');
    hours(23);
    expect(Object.keys(await tags()).sort()).toEqual([kept, lost, newest].sort());
    await advanceUntil(endpoint.clock, async () => !(lost in (await tags())), 60 * 60_000);
    expect(await tags()).toEqual({ [kept]: ['shop-serving'], [newest]: ['latest'] });
    expect(endpoint.log.join()).toContain(`the lifecycle policy of ${repositoryName} expired ${lost}`);
  });

  it('that was deleted expires nothing', async () => {
    await apply();
    const first = await push('one', 'latest');
    await push('two', 'latest');
    await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    for (let day = 0; day < 3; day++) {
      hours(24);
      expect(await tags()).toHaveProperty(first);
    }
  });
});

async function push(content: string, imageTag: string): Promise<string> {
  const command = new PutImageCommand({ repositoryName, imageManifest: manifest(content), imageTag });
  return (await ecr.send(command)).image?.imageId?.imageDigest ?? '';
}

async function images(): Promise<ImageDetail[]> {
  return (await ecr.send(new DescribeImagesCommand({ repositoryName }))).imageDetails ?? [];
}

async function tags(): Promise<Record<string, string[]>> {
  const found = await images();
  return Object.fromEntries(found.map(({ imageDigest = '', imageTags = [] }) => [imageDigest, imageTags]));
}
