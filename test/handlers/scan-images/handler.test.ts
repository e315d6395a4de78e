import { handler } from '../../../handlers/scan-images/handler';
import { actionHarness, FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { ACCOUNT } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { imageWith, scanFixture } from '../harness/scan-fixture';

const harness = actionHarness(handler, () => ({ severity: 'HIGH' }));
const { push, scanOnPush, tagged, definitions, detail, override } = scanFixture(harness);

const continuation = (result: unknown) => (result as { continuationToken: string }).continuationToken;

test('waits for the scan of a push, and then succeeds for a harmless image', async () => {
  await scanOnPush();
  await push(imageWith({ medium: 'CVE-2026-0003 zlib' }));
  const artifacts = [await definitions(tagged())];
  const first = await harness.run(artifacts);
  expect(first).toMatchObject({
    kind: 'success',
    executionDetails: { summary: expect.stringContaining('IN_PROGRESS') as string },
  });
  harness.clock.advance(60_000);
  const last = await harness.run(artifacts, { continuationToken: continuation(first) });
  expect(last).toMatchObject({
    executionDetails: {
      summary: '1 image, 0 critical, 0 high, 1 medium, 0 low, 0 informational, 0 undefined',
    },
    outputVariables: { Images: '1', Critical: '0', High: '0', Medium: '1', Low: '0' },
  });
  expect(last).not.toHaveProperty('continuationToken');
});

test('starts a scan once where there is none, and waits', async () => {
  const digest = await push(imageWith());
  const artifacts = [await detail(harness.pipeline.image(digest), 'image')];
  const first = await harness.run(artifacts);
  expect(continuation(first)).toContain('was requested');
  const second = await harness.run(artifacts, { continuationToken: continuation(first) });
  expect(continuation(second)).toContain('IN_PROGRESS');
  harness.clock.advance(60_000);
  expect(await harness.run(artifacts)).toMatchObject({ outputVariables: { Images: '1' } });
});

test('fails a release with severe findings, the most severe first, with image, package and URL', async () => {
  await scanOnPush();
  await push(imageWith({ high: 'CVE-2026-0002 curl\nCVE-2026-0004 bash', low: 'CVE-2026-0009 tar' }), 'web');
  await push(imageWith({ critical: 'CVE-2026-0001 openssl 3.0.1: a way in' }, 'other'), 'app');
  harness.clock.advance(60_000);
  const result = await harness.run([
    await definitions(tagged('web')),
    await detail(tagged('app'), 'images2'),
  ]);
  expect(result).toMatchObject({ kind: 'failure', failureDetails: { type: 'JobFailed' } });
  const lines = (result as { failureDetails: { message: string } }).failureDetails.message.split('\n');
  const { repository } = harness.pipeline;
  expect(lines).toEqual([
    'Images must have no finding that is HIGH or worse, got 3:',
    expect.stringMatching(`^CRITICAL CVE-2026-0001 in openssl 3.0.1 of ${repository}:app https://.*0001$`),
    expect.stringMatching(`^HIGH CVE-2026-0002 in curl of ${repository}:web https://`),
    expect.stringMatching('^HIGH CVE-2026-0004 in bash'),
  ]);
});

test('lists as many findings as a failure message holds, and counts the rest', async () => {
  await scanOnPush();
  const names = Array.from({ length: 200 }, (_, index) => `CVE-2026-${1000 + index} package${index}`);
  await push(imageWith({ critical: names.join('\n') }));
  harness.clock.advance(60_000);
  const result = await harness.run([await definitions(tagged())]);
  const { message } = (result as { failureDetails: { message: string } }).failureDetails;
  expect(message.length).toBeLessThanOrEqual(5000);
  const listed = message.split('\n').length - 2;
  expect(message.endsWith(`… and ${200 - listed} more`)).toBe(true);
  expect(listed).toBeGreaterThan(30);
});

test('scans the image of every platform, and not their attestations', async () => {
  await scanOnPush();
  const arm = await push(imageWith({ critical: 'CVE-2026-0001 openssl' }, 'arm'), 'arm');
  const intel = await push(imageWith({}, 'intel'), 'intel');
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
  harness.clock.advance(60_000);
  expect(await harness.run([await definitions(tagged())])).toMatchObject({
    failureDetails: { message: expect.stringContaining(':v1 (linux/arm64)') as string },
  });
});

test('names the images that it does not scan', async () => {
  await scanOnPush();
  await push(imageWith());
  harness.clock.advance(60_000);
  const elsewhere = [tagged().replace(ACCOUNT, '222222222222'), 'docker.io/envoy:1'];
  expect(await harness.run([await definitions(tagged(), ...elsewhere)])).toMatchObject({
    executionDetails: {
      summary: expect.stringContaining(`not scanned: ${elsewhere.join(', ')}`) as string,
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

  test('fails a release with findings of Inspector, with the version that fixes them', async () => {
    await push(imageWith());
    override(active(finding('CRITICAL')));
    expect(await harness.run([await definitions(tagged())])).toMatchObject({
      failureDetails: {
        message: expect.stringContaining(
          `CRITICAL CVE-2026-0005 in log4j 2.0 (fixed in 2.17) of ${harness.pipeline.repository}:v1 https://example.com/CVE-2026-0005`,
        ) as string,
      },
    });
  });

  test('counts untriaged findings as undefined, and suppressed ones not at all', async () => {
    await push(imageWith());
    override(active(finding('UNTRIAGED'), finding('CRITICAL', { status: 'SUPPRESSED' })));
    expect(await harness.run([await definitions(tagged())])).toMatchObject({
      outputVariables: { Critical: '0', Undefined: '1' },
    });
  });

  test.each([
    ['PENDING', { imageScanStatus: { status: 'PENDING' } }],
    ['complete without a result', { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: {} }],
  ])('waits while it is %s', async (_, answer) => {
    await push(imageWith());
    override(answer);
    expect(continuation(await harness.run([await definitions(tagged())]))).toContain('the scan of');
  });

  test('waits some minutes for Inspector to find an image, and then fails with what is missing', async () => {
    await push(imageWith());
    override(new AwsError('ValidationException', 'This feature is disabled'), 'StartImageScan');
    const artifacts = [await definitions(tagged())];
    expect(continuation(await harness.run(artifacts))).toContain('Amazon Inspector');
    const deadline = new Date(Date.now() + 600_000).toISOString();
    const late = await harness.run(artifacts, { continuationToken: JSON.stringify({ deadline }) });
    expect(late).toMatchObject({
      failureDetails: {
        type: 'ConfigurationError',
        message: expect.stringContaining('must be covered by a filter') as string,
      },
    });
  });
});

const FINAL_STATUSES =
  'FAILED UNSUPPORTED_IMAGE SCAN_ELIGIBILITY_EXPIRED FINDINGS_UNAVAILABLE LIMIT_EXCEEDED IMAGE_ARCHIVED';

test.each(FINAL_STATUSES.split(' '))('fails with a remedy when a scan is %s', async (status) => {
  await push(imageWith());
  override({ imageScanStatus: { status, description: 'so it is' } });
  expect(await harness.run([await definitions(tagged())])).toMatchObject({
    failureDetails: {
      type: 'RevisionUnavailable',
      message: expect.stringMatching(`:v1 must have been scanned, got ${status}: so it is; .+`) as string,
    },
  });
});

test('fails at its deadline with what it waited for', async () => {
  await push(imageWith());
  const token = JSON.stringify({ deadline: new Date(Date.now() - 1).toISOString() });
  expect(await harness.run([await definitions(tagged())], { continuationToken: token })).toMatchObject({
    failureDetails: {
      type: 'SystemUnavailable',
      message: expect.stringContaining(`waiting for the scan of ${harness.pipeline.repository}:v1`) as string,
    },
  });
});

describe('refuses', () => {
  const refusal = (result: unknown) =>
    (result as { failureDetails: { message: string } }).failureDetails.message;

  test('an image that does not exist', async () => {
    expect(refusal(await harness.run([await definitions(tagged())]))).toBe(
      `Repository ${harness.pipeline.repository} must have the image v1, got: none`,
    );
  });

  test('artifacts without an image of this account', async () => {
    const artifacts = [await definitions('docker.io/envoy:1'), await harness.artifact({ 'other.txt': '' })];
    expect(refusal(await harness.run(artifacts))).toContain(
      `must name an image in ECR of account ${ACCOUNT}`,
    );
  });

  test('a file that CodePipeline would not accept', async () => {
    expect(refusal(await harness.run([await harness.artifact({ 'imagedefinitions.json': '{' })]))).toContain(
      'imagedefinitions.json must be JSON',
    );
    expect(
      refusal(await harness.run([await harness.artifact({ 'imageDetail.json': ' '.repeat(200_000) })])),
    ).toContain('imageDetail.json in artifact build must have at most 102400 bytes, got: 200000');
  });

  test('an artifact that is no archive, or is gone', async () => {
    const broken = await harness.object(Buffer.from('not a zip'));
    expect(refusal(await harness.run([broken]))).toContain('Artifact build must be a zip archive');
    const { s3Location } = broken.location;
    const gone = {
      ...broken,
      location: { type: 'S3' as const, s3Location: { ...s3Location, objectKey: `${s3Location.objectKey}x` } },
    };
    expect(refusal(await harness.run([gone]))).toContain(
      `must be in bucket ${s3Location.bucketName}, got no ${s3Location.objectKey}x`,
    );
  });

  test('a severity that ECR does not know', async () => {
    const result = await harness.run([], { parameters: { severity: 'critical' } });
    expect(refusal(result)).toContain('severity must be one of CRITICAL, HIGH');
  });
});

test(
  'ends the same when it dies at any call and is invoked again',
  async () => {
    const prepare = async () => {
      await harness.nextPipeline();
      await push(imageWith({ low: 'CVE-2026-0009 tar' }));
      return [await definitions(tagged())];
    };
    let artifacts = await prepare();
    harness.proxy.heal();
    await harness.run(artifacts);
    const { calls } = harness.proxy;
    expect(calls).toBeGreaterThan(3);
    for (const fault of ['request lost', 'response lost'] as const)
      for (let call = 1; call <= calls; call++) {
        artifacts = await prepare();
        const job = harness.job(artifacts, { id: 'dies' });
        harness.proxy.break(call, fault);
        await harness.invoke(job).catch(() => undefined);
        harness.proxy.heal();
        await harness.invoke(job);
        harness.clock.advance(60_000);
        await harness.run(artifacts, { id: 'after' });
        expect(harness.history.results).toMatchObject([
          { kind: 'success', jobId: 'dies', continuationToken: expect.any(String) as string },
          { kind: 'success', jobId: 'after', outputVariables: { Images: '1', Low: '1' } },
        ]);
      }
  },
  FAULT_TEST_TIMEOUT,
);
