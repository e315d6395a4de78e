import { PutImageScanningConfigurationCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { handler } from '../../handlers/scan-images';
import { AwsError } from "../../local-endpoint/kit/aws-error";
import { actions } from './support/actions';
import { storeObject } from './support/artifacts';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';

const on = actions(handler, () => ({ severity: 'HIGH' }));
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

const image = (found: Record<string, string> = {}, salt = 'image') => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { digest: `sha256:${salt}` },
  layers: [],
  annotations: Object.fromEntries(
    Object.entries(found).map(([severity, line]) => [`rehearsal.scan.${severity}`, line]),
  ),
});

const ecr = () => new ECRClient(on.world.direct);
const push = async (manifest: object, imageTag = 'v1') => {
  const repositoryName = on.pipeline.repository;
  const request = { repositoryName, imageManifest: JSON.stringify(manifest), imageTag };
  return (await ecr().send(new PutImageCommand(request))).image?.imageId?.imageDigest ?? '';
};

const scanOnPush = () =>
  ecr().send(
    new PutImageScanningConfigurationCommand({
      repositoryName: on.pipeline.repository,
      imageScanningConfiguration: { scanOnPush: true },
    }),
  );

const tagged = (tag = 'v1') => `${REGISTRY}/${on.pipeline.repository}:${tag}`;

const definitions = (...images: string[]) =>
  on.artifact({
    'imagedefinitions.json': images.map((imageUri, index) => ({ name: `c${index}`, imageUri })),
  });

const detail = (ImageURI: string, name: string) => on.artifact({ 'imageDetail.json': { ImageURI } }, name);

/** ECR's answer to a look, in place of what it would say. */
const tell = (answer: object | AwsError, operation = 'DescribeImageScanFindings') =>
  on.world.told.set(operation, () =>
    answer instanceof AwsError ? Promise.reject(answer) : Promise.resolve(answer),
  );

const continuation = (result: unknown) => (result as { continuationToken: string }).continuationToken;

test('waits for the scan of a push, and then lets a harmless image pass', async () => {
  await scanOnPush();
  await push(image({ medium: 'CVE-2026-0003 zlib' }));
  const artifacts = [await definitions(tagged())];
  const first = await on.act(artifacts);
  expect(first).toMatchObject({
    kind: 'success',
    executionDetails: { summary: expect.stringContaining('IN_PROGRESS') as string },
  });
  on.world.clock.advance(60_000);
  const last = await on.act(artifacts, { continuationToken: continuation(first) });
  expect(last).toMatchObject({
    executionDetails: {
      summary: '1 image, 0 critical, 0 high, 1 medium, 0 low, 0 informational, 0 undefined',
    },
    outputVariables: { Images: '1', Critical: '0', High: '0', Medium: '1', Low: '0' },
  });
  expect(last).not.toHaveProperty('continuationToken');
});

test('asks once for a scan that nobody asked for, and waits', async () => {
  const digest = await push(image());
  const artifacts = [await detail(on.pipeline.image(digest), 'image')];
  const first = await on.act(artifacts);
  expect(continuation(first)).toContain('was asked for');
  const second = await on.act(artifacts, { continuationToken: continuation(first) });
  expect(continuation(second)).toContain('IN_PROGRESS');
  on.world.clock.advance(60_000);
  expect(await on.act(artifacts)).toMatchObject({ outputVariables: { Images: '1' } });
});

test('stops a release for what is severe, the worst first, and names image, package and where to read on', async () => {
  await scanOnPush();
  await push(image({ high: 'CVE-2026-0002 curl\nCVE-2026-0004 bash', low: 'CVE-2026-0009 tar' }), 'web');
  await push(image({ critical: 'CVE-2026-0001 openssl 3.0.1: a way in' }, 'other'), 'app');
  on.world.clock.advance(60_000);
  const result = await on.act([await definitions(tagged('web')), await detail(tagged('app'), 'images2')]);
  expect(result).toMatchObject({ kind: 'failure', failureDetails: { type: 'JobFailed' } });
  const lines = (result as { failureDetails: { message: string } }).failureDetails.message.split('\n');
  const { repository } = on.pipeline;
  expect(lines).toEqual([
    'Images must have no finding that is HIGH or worse, got 3:',
    expect.stringMatching(`^CRITICAL CVE-2026-0001 in openssl 3.0.1 of ${repository}:app https://.*0001$`),
    expect.stringMatching(`^HIGH CVE-2026-0002 in curl of ${repository}:web https://`),
    expect.stringMatching('^HIGH CVE-2026-0004 in bash'),
  ]);
});

test('lists as many findings as CodePipeline takes and says how many more there are', async () => {
  await scanOnPush();
  const names = Array.from({ length: 200 }, (_, index) => `CVE-2026-${1000 + index} package${index}`);
  await push(image({ critical: names.join('\n') }));
  on.world.clock.advance(60_000);
  const result = await on.act([await definitions(tagged())]);
  const { message } = (result as { failureDetails: { message: string } }).failureDetails;
  expect(message.length).toBeLessThanOrEqual(5000);
  const listed = message.split('\n').length - 2;
  expect(message.endsWith(`… and ${200 - listed} more`)).toBe(true);
  expect(listed).toBeGreaterThan(30);
});

test('looks at the image of every platform, and not at what is attested of them', async () => {
  await scanOnPush();
  const arm = await push(image({ critical: 'CVE-2026-0001 openssl' }, 'arm'), 'arm');
  const intel = await push(image({}, 'intel'), 'intel');
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { digest: arm, platform: { os: 'linux', architecture: 'arm64' } },
      { digest: intel, platform: { os: 'linux', architecture: 'amd64' } },
      { digest: `sha256:${'0'.repeat(64)}`, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  };
  await push(index, 'v1');
  on.world.clock.advance(60_000);
  expect(await on.act([await definitions(tagged())])).toMatchObject({
    failureDetails: { message: expect.stringContaining(':v1 (linux/arm64)') as string },
  });
});

test('names the images that it does not look at', async () => {
  await scanOnPush();
  await push(image());
  on.world.clock.advance(60_000);
  const elsewhere = [tagged().replace(ACCOUNT, '222222222222'), 'docker.io/envoy:1'];
  expect(await on.act([await definitions(tagged(), ...elsewhere)])).toMatchObject({
    executionDetails: {
      summary: expect.stringContaining(`not looked at: ${elsewhere.join(', ')}`) as string,
    },
    outputVariables: { Images: '1' },
  });
});

describe('with enhanced scanning', () => {
  const finding = (severity: string, more: object = {}) => ({
    severity,
    status: 'ACTIVE',
    packageVulnerabilityDetails: {
      vulnerabilityId: 'CVE-2026-0005',
      sourceUrl: 'https://example.com/CVE-2026-0005',
      vulnerablePackages: [{ name: 'log4j', version: '2.0', fixedInVersion: '2.17' }],
    },
    ...more,
  });
  const active = (...enhancedFindings: object[]) => ({
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: { enhancedFindings },
  });

  test('stops a release for what Inspector found, with the version that is without it', async () => {
    await push(image());
    tell(active(finding('CRITICAL')));
    expect(await on.act([await definitions(tagged())])).toMatchObject({
      failureDetails: {
        message: expect.stringContaining(
          `CRITICAL CVE-2026-0005 in log4j 2.0 (fixed in 2.17) of ${on.pipeline.repository}:v1 https://example.com/CVE-2026-0005`,
        ) as string,
      },
    });
  });

  test('counts what is not triaged as undefined and what is suppressed not at all', async () => {
    await push(image());
    tell(active(finding('UNTRIAGED'), finding('CRITICAL', { status: 'SUPPRESSED' })));
    expect(await on.act([await definitions(tagged())])).toMatchObject({
      outputVariables: { Critical: '0', Undefined: '1' },
    });
  });

  test.each([
    ['PENDING', { imageScanStatus: { status: 'PENDING' } }],
    ['complete without anything to tell', { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: {} }],
  ])('waits while it is %s', async (_, answer) => {
    await push(image());
    tell(answer);
    expect(continuation(await on.act([await definitions(tagged())]))).toContain('the scan of');
  });

  test('waits some minutes for an image that Inspector has not heard of, and then says what is missing', async () => {
    await push(image());
    tell(new AwsError('ValidationException', 'This feature is disabled'), 'StartImageScan');
    const artifacts = [await definitions(tagged())];
    expect(continuation(await on.act(artifacts))).toContain('Amazon Inspector');
    const deadline = new Date(Date.now() + 600_000).toISOString();
    const late = await on.act(artifacts, { continuationToken: JSON.stringify({ deadline }) });
    expect(late).toMatchObject({
      failureDetails: {
        type: 'ConfigurationError',
        message: expect.stringContaining('must be covered by a filter') as string,
      },
    });
  });
});

const USELESS =
  'FAILED UNSUPPORTED_IMAGE SCAN_ELIGIBILITY_EXPIRED FINDINGS_UNAVAILABLE LIMIT_EXCEEDED IMAGE_ARCHIVED';

test.each(USELESS.split(' '))('fails with what to do when a scan is %s', async (status) => {
  await push(image());
  tell({ imageScanStatus: { status, description: 'so it is' } });
  expect(await on.act([await definitions(tagged())])).toMatchObject({
    failureDetails: {
      type: 'RevisionUnavailable',
      message: expect.stringMatching(`:v1 must have been scanned, got ${status}: so it is; .+`) as string,
    },
  });
});

test('gives up at its deadline and says what it waited for', async () => {
  await push(image());
  const token = JSON.stringify({ deadline: new Date(Date.now() - 1).toISOString() });
  expect(await on.act([await definitions(tagged())], { continuationToken: token })).toMatchObject({
    failureDetails: {
      type: 'SystemUnavailable',
      message: expect.stringContaining(`waiting for the scan of ${on.pipeline.repository}:v1`) as string,
    },
  });
});

describe('refuses', () => {
  const refusal = (result: unknown) =>
    (result as { failureDetails: { message: string } }).failureDetails.message;

  test('an image that is not there', async () => {
    expect(refusal(await on.act([await definitions(tagged())]))).toBe(
      `Repository ${on.pipeline.repository} must have the image v1, got: none`,
    );
  });

  test('artifacts that name no image of this account', async () => {
    const artifacts = [await definitions('docker.io/envoy:1'), await on.artifact({ 'other.txt': '' })];
    expect(refusal(await on.act(artifacts))).toContain(`must name an image in ECR of account ${ACCOUNT}`);
  });

  test('a file that is not as CodePipeline wants it', async () => {
    expect(refusal(await on.act([await on.artifact({ 'imagedefinitions.json': '{' })]))).toContain(
      'imagedefinitions.json must be JSON',
    );
    expect(refusal(await on.act([await on.artifact({ 'imageDetail.json': ' '.repeat(200_000) })]))).toContain(
      'imageDetail.json in artifact build must have at most 102400 bytes, got: 200000',
    );
  });

  test('an artifact that is no archive, or is gone', async () => {
    const broken = await storeObject(on.world.direct, Buffer.from('not a zip'));
    expect(refusal(await on.act([broken]))).toContain('Artifact build must be a zip archive');
    const { s3Location } = broken.location;
    const gone = {
      ...broken,
      location: { type: 'S3' as const, s3Location: { ...s3Location, objectKey: 'x' } },
    };
    expect(refusal(await on.act([gone]))).toContain(`must be in bucket ${s3Location.bucketName}, got no x`);
  });

  test('a severity that ECR does not know', async () => {
    const result = await on.act([], { parameters: { severity: 'critical' } });
    expect(refusal(result)).toContain('severity must be one of CRITICAL, HIGH');
  });
});

test('ends the same when it dies at any call and is invoked again', async () => {
  const prepare = async () => {
    await on.another();
    await push(image({ low: 'CVE-2026-0009 tar' }));
    return [await definitions(tagged())];
  };
  let artifacts = await prepare();
  on.world.proxy.heal();
  await on.act(artifacts);
  const { calls } = on.world.proxy;
  expect(calls).toBeGreaterThan(3);
  for (const fault of ['request lost', 'answer lost'] as const)
    for (let call = 1; call <= calls; call++) {
      artifacts = await prepare();
      const job = on.job(artifacts, { id: 'dies' });
      on.world.proxy.break(call, fault);
      await on.invoke(job).catch(() => undefined);
      on.world.proxy.heal();
      await on.invoke(job);
      on.world.clock.advance(60_000);
      await on.act(artifacts, { id: 'after' });
      expect(on.world.history.results).toMatchObject([
        { kind: 'success', jobId: 'dies', continuationToken: expect.any(String) as string },
        { kind: 'success', jobId: 'after', outputVariables: { Images: '1', Low: '1' } },
      ]);
    }
}, 120_000);
