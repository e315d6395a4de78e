import { ECRClient, PutImageCommand, PutImageScanningConfigurationCommand } from '@aws-sdk/client-ecr';
import type { ActionHarness } from './action-harness';
import type { EventArtifact } from './artifacts';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';

/** Images and artifacts for the tests of scans. */
export interface ScanFixture {
  /** Pushes a manifest. @returns its digest */
  readonly push: (manifest: object, tag?: string) => Promise<string>;
  /** Makes ECR scan every image that is pushed from now on. */
  readonly scanOnPush: () => Promise<unknown>;
  /** Image reference by tag. */
  readonly tagged: (tag?: string) => string;
  /** An artifact with an imagedefinitions.json of these images. */
  readonly definitions: (...images: string[]) => Promise<EventArtifact>;
  /** An artifact with an imageDetail.json of this image. */
  readonly detail: (image: string, name: string) => Promise<EventArtifact>;
  /** Replaces ECR's answer to an operation. @param operation @default DescribeImageScanFindings */
  readonly override: (answer: object | AwsError, operation?: string) => void;
}

/**
 * An image manifest in which the local endpoint's ECR finds vulnerabilities.
 * @param found lines of vulnerabilities, by severity in lower case
 * @param salt images with different salts have different digests
 */
export const imageWith = (found: Record<string, string> = {}, salt = 'image'): object => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { digest: `sha256:${salt}` },
  layers: [],
  annotations: Object.fromEntries(
    Object.entries(found).map(([severity, line]) => [`rehearsal.scan.${severity}`, line]),
  ),
});

/** The images are those of the harness's current pipeline. */
export function scanFixture(harness: ActionHarness): ScanFixture {
  const ecr = () => new ECRClient(harness.direct);
  return {
    push: async (manifest, imageTag = 'v1') => {
      const repositoryName = harness.pipeline.repository;
      const request = { repositoryName, imageManifest: JSON.stringify(manifest), imageTag };
      return (await ecr().send(new PutImageCommand(request))).image?.imageId?.imageDigest ?? '';
    },
    scanOnPush: () =>
      ecr().send(
        new PutImageScanningConfigurationCommand({
          repositoryName: harness.pipeline.repository,
          imageScanningConfiguration: { scanOnPush: true },
        }),
      ),
    tagged: (tag = 'v1') =>
      `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${harness.pipeline.repository}:${tag}`,
    definitions: (...images) =>
      harness.artifact({
        'imagedefinitions.json': images.map((imageUri, index) => ({ name: `c${index}`, imageUri })),
      }),
    detail: (ImageURI, name) => harness.artifact({ 'imageDetail.json': { ImageURI } }, name),
    override: (answer, operation = 'DescribeImageScanFindings') =>
      void harness.overrides.set(operation, () =>
        answer instanceof AwsError ? Promise.reject(answer) : Promise.resolve(answer),
      ),
  };
}
