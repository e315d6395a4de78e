import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { BuildSettings } from './config/model';

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
const COMPUTE = {
  small: 'BUILD_GENERAL1_SMALL',
  medium: 'BUILD_GENERAL1_MEDIUM',
  large: 'BUILD_GENERAL1_LARGE',
  xlarge: 'BUILD_GENERAL1_XLARGE',
  '2xlarge': 'BUILD_GENERAL1_2XLARGE',
} as const satisfies Record<BuildSettings['compute'], string>;

/** The names of CodeBuild's own images, which it pulls by itself. */
const CODEBUILD_IMAGES = 'aws/codebuild/';

/**
 * CodeBuild's images for ARM, of Amazon Linux 2 and 2023; it refuses them in an environment of another type.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
 */
const ARM_IMAGE = /^aws\/codebuild\/amazonlinux2?-aarch64-/;

/**
 * The machine of a project's builds. An image that is not CodeBuild's own is pulled with the rights of the build's role.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 * @param own the factory's variables, which come before those of the config
 */
export function buildEnvironment(
  { image, compute, privileged, variables }: BuildSettings,
  own: Readonly<Record<string, string>>,
): CfnProject.EnvironmentProperty {
  return {
    type: ARM_IMAGE.test(image) ? 'ARM_CONTAINER' : 'LINUX_CONTAINER',
    computeType: COMPUTE[compute],
    image,
    imagePullCredentialsType: isManaged(image) ? 'CODEBUILD' : 'SERVICE_ROLE',
    privilegedMode: privileged,
    environmentVariables: [
      ...Object.entries(own).map(([name, value]) => ({ name, type: 'PLAINTEXT', value })),
      ...variables.map(({ name, type, value }) => ({ name, type, value })),
    ],
  };
}

/** Whether CodeBuild provides the image. */
export const isManaged = (image: string): boolean => image.startsWith(CODEBUILD_IMAGES);

/** `account.dkr.ecr.region.amazonaws.com/repository`, with `:tag` or `@digest`. */
const REGISTRY_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.(?<domain>[^/]+)\/(?<repository>[^:@]+)/;

/** The ARN of the repository that an image of ECR is in; nothing for an image from elsewhere. */
export function registryRepository(image: string): string | undefined {
  const { account, region, domain, repository } = REGISTRY_IMAGE.exec(image)?.groups ?? {};
  if (!account) return undefined;
  return `arn:${domain?.endsWith('.cn') ? 'aws-cn' : 'aws'}:ecr:${region}:${account}:repository/${repository}`;
}
