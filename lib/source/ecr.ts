import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Trigger } from '../pipeline/trigger';
import type { UploadedImage } from './config/uploads-model';

/**
 * Takes an image from ECR; the artifact holds `imageDetail.json`. Output variables: RegistryId, RepositoryName,
 * ImageTag, ImageDigest, ImageURI. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
 */
export function imageSource(image: UploadedImage, name: string, artifact: string, arns: Arns): Action {
  return {
    name,
    category: 'Source',
    provider: 'ECR',
    configuration: { RepositoryName: image.repository, ImageTag: image.tag },
    outputs: [artifact],
    namespace: name,
    grants: [{ actions: ['ecr:DescribeImages'], resources: [arns.repository(image.repository)] }],
  };
}

/**
 * A push of the image's tag, pinned to the digest that was pushed.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function imagePush(image: UploadedImage, action: string): Trigger {
  return {
    pattern: {
      source: ['aws.ecr'],
      'detail-type': ['ECR Image Action'],
      detail: {
        'action-type': ['PUSH'],
        result: ['SUCCESS'],
        'repository-name': [image.repository],
        'image-tag': [image.tag],
      },
    },
    revision: { action, type: 'IMAGE_DIGEST', path: '$.detail.image-digest' },
  };
}
