import type { ServiceContext } from '../../kit/context';
import type { Observer } from '../../kit/operation';
import { repositoryOf } from './image';
import { repositoryArn } from './store';

interface PutImage {
  readonly input: { repositoryName: string; imageTag?: string };
  readonly output: { image: { imageId: { imageDigest: string }; imageManifestMediaType?: string } };
}

/** Emits "ECR Image Action" for every push. https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
export function ecrImageAction(context: ServiceContext): Observer {
  return {
    service: 'ecr',
    operation: 'PutImage',
    after: async (call) => {
      const { input, output } = call as unknown as PutImage;
      const repository = repositoryOf(input, call.context);
      context.bus.emit({
        source: 'aws.ecr',
        'detail-type': 'ECR Image Action',
        account: repository.account,
        region: repository.region,
        resources: [repositoryArn(repository)],
        detail: {
          result: 'SUCCESS',
          'repository-name': repository.name,
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
