import {
  BatchCheckLayerAvailabilityCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { DockerFailure, refused } from './failure';
import type { Image } from './images';
import { sha256 } from './make-image';
import { MANIFEST_TYPE, manifestOf } from './manifest';
import { ecrOf, type Reference } from './reference';

/**
 * Pushes an image's manifest to the local ECR, with the credentials of the environment. The local ECR keeps no layers, but
 * it is asked for every call that a push of layers makes, so that the rights a push needs are needed here too.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @returns the manifest's digest and size
 * @throws DockerFailure in docker's words
 */
export async function pushImage(image: Image, to: Reference): Promise<{ digest: string; size: number }> {
  const registry = ecrOf(to.host);
  if (!registry) throw refused(`push to ${to.host || 'Docker Hub'}`, 'it pushes to ECR only');
  const client = new ECRClient({ region: registry.region, maxAttempts: 2 });
  const place = { registryId: registry.account, repositoryName: to.repository };
  const layerDigests = image.layers.map(({ digest }) => digest);
  await asked(client.send(new BatchGetImageCommand({ ...place, imageIds: [{ imageTag: to.tag }] })));
  await asked(client.send(new BatchCheckLayerAvailabilityCommand({ ...place, layerDigests: [image.id] })));
  await asked(client.send(new InitiateLayerUploadCommand(place)));
  const part = {
    ...place,
    uploadId: image.id,
    partFirstByte: 0,
    partLastByte: 0,
    layerPartBlob: new Uint8Array(1),
  };
  await asked(client.send(new UploadLayerPartCommand(part)));
  await asked(client.send(new CompleteLayerUploadCommand({ ...place, uploadId: image.id, layerDigests })));
  const manifest = manifestOf(image);
  const command = new PutImageCommand({
    ...place,
    imageManifest: manifest,
    imageManifestMediaType: MANIFEST_TYPE,
    imageTag: to.tag,
  });
  await client.send(command).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ImageAlreadyExistsException') return; // the very same image
    throw inDockerWords(error);
  });
  return { digest: sha256(manifest), size: Buffer.byteLength(manifest) };
}

/** Lets pass that the local ECR has no layers to upload. */
async function asked(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'UnsupportedOperation') return;
    throw inDockerWords(error);
  });
}

/** How docker shows what ECR answers. */
function inDockerWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (/AccessDenied/.test(error.name)) return new DockerFailure(`denied: ${error.message}`);
  if (error.name === 'RepositoryNotFoundException')
    return new DockerFailure(`name unknown: ${error.message}`);
  if (error.name === 'ImageTagAlreadyExistsException')
    return new DockerFailure(`tag invalid: ${error.message}`);
  return new DockerFailure(`error from registry: ${error.name}: ${error.message}`);
}
