import {
  BatchCheckLayerAvailabilityCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { DockerFailure, unsupportedByDocker } from './failure';
import type { LocalImage } from './images';
import { MANIFEST_TYPE, sha256, writeManifest } from './make-image';
import { parseEcrHost, type ImageReference } from './reference';

/**
 * Pushes an image's manifest to the local ECR, with the credentials of the environment. The local ECR keeps no layers, but
 * every call of a push of layers is made, so that the permissions that a push needs are needed here too.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @returns the manifest's digest and size
 * @throws DockerFailure with docker's message
 */
export async function pushImage(
  image: LocalImage,
  to: ImageReference,
): Promise<{ digest: string; size: number }> {
  const registry = parseEcrHost(to.host);
  if (!registry) throw unsupportedByDocker(`push to ${to.host || 'Docker Hub'}`, 'it pushes to ECR only');
  const client = new ECRClient({ region: registry.region, maxAttempts: 2 });
  const repository = { registryId: registry.account, repositoryName: to.repository };
  const layerDigests = image.layers.map(({ digest }) => digest);
  await ignoreUnsupported(
    client.send(new BatchGetImageCommand({ ...repository, imageIds: [{ imageTag: to.tag }] })),
  );
  await ignoreUnsupported(
    client.send(new BatchCheckLayerAvailabilityCommand({ ...repository, layerDigests: [image.id] })),
  );
  await ignoreUnsupported(client.send(new InitiateLayerUploadCommand(repository)));
  const part = {
    ...repository,
    uploadId: image.id,
    partFirstByte: 0,
    partLastByte: 0,
    layerPartBlob: new Uint8Array(1),
  };
  await ignoreUnsupported(client.send(new UploadLayerPartCommand(part)));
  await ignoreUnsupported(
    client.send(new CompleteLayerUploadCommand({ ...repository, uploadId: image.id, layerDigests })),
  );
  const manifest = writeManifest(image);
  const command = new PutImageCommand({
    ...repository,
    imageManifest: manifest,
    imageManifestMediaType: MANIFEST_TYPE,
    imageTag: to.tag,
  });
  await client.send(command).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ImageAlreadyExistsException') return; // the very same image
    throw asDockerFailure(error);
  });
  return { digest: sha256(manifest), size: Buffer.byteLength(manifest) };
}

/** The local ECR takes no layers. */
async function ignoreUnsupported(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'UnsupportedOperation') return;
    throw asDockerFailure(error);
  });
}

/** ECR's error as docker shows it. */
function asDockerFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (/AccessDenied/.test(error.name)) return new DockerFailure(`denied: ${error.message}`);
  if (error.name === 'RepositoryNotFoundException')
    return new DockerFailure(`name unknown: ${error.message}`);
  if (error.name === 'ImageTagAlreadyExistsException')
    return new DockerFailure(`tag invalid: ${error.message}`);
  return new DockerFailure(`error from registry: ${error.name}: ${error.message}`);
}
