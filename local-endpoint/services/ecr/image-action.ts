import type { Observer } from '../../kit/operation';
import type { ServiceContext } from '../../kit/context';

interface PutImage {
  readonly input: { repositoryName: string; imageTag?: string };
  readonly output: { image: { imageId: { imageDigest: string }; imageManifestMediaType?: string } };
}

/** "ECR Image Action" for every push. https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
export function ecrImageAction(context: ServiceContext): Observer {
  return {
    service: 'ecr',
    operation: 'PutImage',
    after: async (call) => {
      const { input, output } = call as unknown as PutImage;
      const { accountId } = call.context.caller;
      context.bus.emit({
        source: 'aws.ecr',
        'detail-type': 'ECR Image Action',
        account: accountId,
        region: call.context.region,
        resources: [`arn:aws:ecr:${call.context.region}:${accountId}:repository/${input.repositoryName}`],
        detail: {
          result: 'SUCCESS',
          'repository-name': input.repositoryName,
          'image-digest': output.image.imageId.imageDigest,
          'action-type': 'PUSH',
          'image-tag': input.imageTag ?? '',
          ...(output.image.imageManifestMediaType
            ? { 'manifest-media-type': output.image.imageManifestMediaType }
            : {}),
        },
      });
    },
  };
}
