import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import type { BuiltImage } from './config/model';
import { registryRepository } from './environment';
import type { Project } from './project';

/**
 * To push images, and to pull those that builds run in, where they are in the account's registry.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function registryGrants(
  images: readonly BuiltImage[],
  projects: readonly Pick<Project, 'settings'>[],
  arns: Arns,
): Grant[] {
  const pushed = [...new Set(images.map(({ repository }) => arns.repository(repository)))];
  const pulled = [...new Set(projects.flatMap(({ settings }) => registryRepository(settings.image) ?? []))];
  if (pushed.length + pulled.length === 0) return [];
  return [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      because: 'ECR knows no resource for ecr:GetAuthorizationToken',
    },
    ...(pushed.length
      ? [
          {
            actions: [
              'ecr:BatchCheckLayerAvailability',
              'ecr:BatchGetImage',
              'ecr:CompleteLayerUpload',
              'ecr:DescribeImages',
              'ecr:GetDownloadUrlForLayer',
              'ecr:InitiateLayerUpload',
              'ecr:PutImage',
              'ecr:UploadLayerPart',
            ],
            resources: pushed,
          },
        ]
      : []),
    ...(pulled.length
      ? [
          {
            actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            resources: pulled,
          },
        ]
      : []),
  ];
}
