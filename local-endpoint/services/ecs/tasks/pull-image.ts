import { BatchGetImageCommand, ECRClient, ECRServiceException } from '@aws-sdk/client-ecr';
import { clientOf } from '../../../kit/client';
import type { Aws } from '../../../kit/aws';

const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** The annotation of a manifest that names how its containers fail, so that a broken release can be rehearsed. */
const HEALTH_ANNOTATION = 'rehearsal.health';

/** All that a build tool may push. */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** `unhealthy`: every health check fails. `exits`: the container ends with an error as soon as it is started. */
export type ImageFault = 'unhealthy' | 'exits';

/** The result of pulling an image. */
export interface PulledImage {
  /** Why it cannot be pulled: the `stoppedReason` of its task. */
  readonly problem?: string;
  readonly digest?: string;
  readonly fault?: ImageFault;
}

/**
 * Finds an image as a task that pulls it. Images outside of ECR and of other accounts count as present and healthy: they
 * cannot be checked locally. No container runs either: whether one would fail is what the annotation `rehearsal.health` of
 * the manifest names (`unhealthy` or `exits`), which a Dockerfile sets with `LABEL rehearsal.health=unhealthy`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 * @param account whose ECR is searched
 */
export async function pullImage(aws: Aws, account: string, image: string): Promise<PulledImage> {
  const parts = ECR_IMAGE.exec(image)?.groups;
  if (!parts || parts['account'] !== account) return {};
  const { region = '', repository = '', tag, digest } = parts;
  const id = digest ? { imageDigest: digest } : { imageTag: tag ?? 'latest' };
  const missing = {
    problem:
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): ' +
      `failed to resolve ref ${image}: ${image}: not found`,
  };
  try {
    const client = clientOf(ECRClient, aws.asService(account, region));
    const { images = [] } = await client.send(
      new BatchGetImageCommand({
        repositoryName: repository,
        imageIds: [id],
        acceptedMediaTypes: MEDIA_TYPES,
      }),
    );
    const [found] = images;
    if (!found) return missing;
    return { digest: found.imageId?.imageDigest, fault: faultOf(found.imageManifest ?? '{}') };
  } catch (error) {
    if (!(error instanceof ECRServiceException) || !/NotFound/.test(error.name)) throw error;
    return missing;
  }
}

function faultOf(manifest: string): ImageFault | undefined {
  const { annotations = {} } = JSON.parse(manifest) as { annotations?: Record<string, string> };
  const health = annotations[HEALTH_ANNOTATION];
  return health === 'unhealthy' || health === 'exits' ? health : undefined;
}
