import {
  CreateRepositoryCommand,
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsRequest,
  ECRClient,
  paginateDescribeImageScanFindings,
  PutImageCommand,
  PutRegistryScanningConfigurationCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { ecr as ecrService } from '../../services/ecr/service';
import { ACCOUNT, advanceUntil, startTestEndpoint, type TestEndpoint } from '../../testing';

let endpoint: TestEndpoint;
let ecr: ECRClient;
let repositoryName: string;
let repositories = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({
    services: [ecrService],
  });
  ecr = new ECRClient(endpoint.client());
});

afterAll(() => endpoint.close());

const repository = async (scanOnPush: boolean, name = `scanned-${++repositories}`) => {
  repositoryName = name;
  await ecr.send(new CreateRepositoryCommand({ repositoryName, imageScanningConfiguration: { scanOnPush } }));
};

const annotated = (annotations: Record<string, string> = {}) => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {},
  layers: [],
  annotations,
});

const push = async (manifest: object, imageTag: string) => {
  const image = { imageManifest: JSON.stringify(manifest), imageTag };
  const pushed = await ecr.send(new PutImageCommand({ repositoryName, ...image }));
  return pushed.image?.imageId?.imageDigest ?? '';
};

const look = (imageDigest: string, more: Partial<DescribeImageScanFindingsRequest> = {}) =>
  ecr.send(new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageDigest }, ...more }));

const scanned = (imageDigest: string) =>
  advanceUntil(
    endpoint.clock,
    async () => (await look(imageDigest)).imageScanStatus?.status === 'COMPLETE',
    1_000,
  );

const start = (imageDigest: string) =>
  ecr.send(new StartImageScanCommand({ repositoryName, imageId: { imageDigest } }));

it('scans a push where the repository wants it, finds what the image says of itself, and tells when it is done', async () => {
  await repository(true);
  const digest = await push(
    annotated({
      'rehearsal.scan.medium': 'CVE-2026-0003 zlib',
      'rehearsal.scan.critical': 'CVE-2026-0001 openssl 3.0.1: a way in\nCVE-2026-0002 libxml2: another',
    }),
    'v1',
  );
  expect(await look(digest)).toMatchObject({ imageScanStatus: { status: 'IN_PROGRESS' } });
  await scanned(digest);
  const { imageScanFindings } = await look(digest);
  expect(imageScanFindings).toMatchObject({
    findingSeverityCounts: { CRITICAL: 2, MEDIUM: 1 },
    findings: [
      {
        name: 'CVE-2026-0001',
        severity: 'CRITICAL',
        description: 'a way in',
        attributes: [
          { key: 'package_name', value: 'openssl' },
          { key: 'package_version', value: '3.0.1' },
        ],
        uri: expect.stringContaining('CVE-2026-0001') as string,
      },
      { name: 'CVE-2026-0002', attributes: [{ key: 'package_name', value: 'libxml2' }] },
      { name: 'CVE-2026-0003', severity: 'MEDIUM' },
    ],
  });
  expect(endpoint.events.find(({ 'detail-type': type }) => type === 'ECR Image Scan')).toMatchObject({
    source: 'aws.ecr',
    account: ACCOUNT,
    detail: {
      'scan-status': 'COMPLETE',
      'repository-name': repositoryName,
      'finding-severity-counts': { CRITICAL: 2, MEDIUM: 1 },
      'image-digest': digest,
      'image-tags': ['v1'],
    },
  });
});

it('finds nothing in an image that says nothing', async () => {
  await repository(true);
  const digest = await push(annotated(), 'v1');
  await scanned(digest);
  expect((await look(digest)).imageScanFindings).toMatchObject({ findings: [], findingSeverityCounts: {} });
});

it('gives findings by the page', async () => {
  await repository(true);
  const lines = Array.from({ length: 7 }, (_, index) => `CVE-2026-${index} package`).join('\n');
  const digest = await push(annotated({ 'rehearsal.scan.low': lines }), 'v1');
  await scanned(digest);
  const names: string[] = [];
  const request = { repositoryName, imageId: { imageTag: 'v1' } };
  for await (const { imageScanFindings } of paginateDescribeImageScanFindings(
    { client: ecr, pageSize: 3 },
    request,
  ))
    names.push(...(imageScanFindings?.findings ?? []).map(({ name = '' }) => name));
  expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `CVE-2026-${index}`));
});

it('knows no scan, in ECR’s words, until one is asked for, and takes one in 24 hours', async () => {
  await repository(false);
  const digest = await push(annotated(), 'v1');
  await expect(look(digest)).rejects.toMatchObject({
    name: 'ScanNotFoundException',
    message: `Image scan does not exist for the image with '{imageDigest:'${digest}', imageTag:'null'}' in the repository with name '${repositoryName}' in the registry with id '${ACCOUNT}'`,
  });
  expect((await start(digest)).imageScanStatus).toEqual({ status: 'IN_PROGRESS' });
  await scanned(digest);
  await expect(start(digest)).rejects.toMatchObject({ name: 'LimitExceededException' });
  endpoint.clock.advance(24 * 60 * 60_000);
  expect((await start(digest)).imageScanStatus).toEqual({ status: 'IN_PROGRESS' });
});

it('refuses what is no image of one platform, and what is not there, in ECR’s words', async () => {
  await repository(true);
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
  const digest = await push(index, 'v1');
  await expect(start(digest)).rejects.toMatchObject({ name: 'UnsupportedImageTypeException' });
  await expect(look(digest)).rejects.toMatchObject({ name: 'ScanNotFoundException' });
  await expect(look(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  repositoryName = 'missing';
  await expect(start(digest)).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
});

it('scans a push that a rule of the registry covers, and refuses enhanced scanning by name', async () => {
  const rule = {
    scanFrequency: 'SCAN_ON_PUSH' as const,
    repositoryFilters: [{ filter: 'ruled-*', filterType: 'WILDCARD' as const }],
  };
  await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules: [rule] }));
  await repository(false, 'ruled-images');
  await scanned(await push(annotated(), 'v1'));
  await expect(
    ecr.send(new PutRegistryScanningConfigurationCommand({ scanType: 'ENHANCED', rules: [] })),
  ).rejects.toThrow('scanType ENHANCED');
});

it('keeps digest and findings of one image under two tags', async () => {
  await repository(true);
  const manifest = annotated({ 'rehearsal.scan.high': 'CVE-2026-0004 curl' });
  const digest = await push(manifest, 'v1');
  expect(await push(manifest, 'v2')).toBe(digest);
  await scanned(digest);
  for (const imageTag of ['v1', 'v2'])
    expect(await look('', { imageId: { imageTag } })).toMatchObject({
      imageId: { imageDigest: digest },
      imageScanFindings: { findingSeverityCounts: { HIGH: 1 } },
    });
});
