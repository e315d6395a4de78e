import { posix } from 'node:path';
import { stringify } from 'yaml';
import type { CommitBuild } from './commit-build';
import { digestVariable } from './config/digest-variable';
import type { BuiltImage } from './config/model';
import { imageArtifactFiles, imageFiles, imageUri, mustExist, repositoryUri } from './image-files';

/**
 * The factory's own buildspec: builds each image with docker, pushes it, and names what it pushed by digest in the files
 * that the deploy actions read. Nothing is looked up by a tag afterwards: whoever else pushes to the repository may have
 * moved it by then.
 *
 * Each command must succeed for the next to run, except that CodeBuild comes to `post_build` whatever became of `build`.
 * Paths and names of the config have no characters that a shell interprets.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function dockerBuildspec(commitBuild: CommitBuild): string {
  const { build, deployFiles, push = true } = commitBuild;
  const { images, exports } = build;
  return stringify(
    {
      version: 0.2,
      env: {
        'exported-variables': [
          ...new Set(['VERSION', ...(push ? images.map(digestVariable) : []), ...exports]),
        ],
      },
      phases: {
        pre_build: {
          commands: [...deployFiles.map(mustExist), VERSION, BUILD_TAG, ...(push ? [logIn(images)] : [])],
        },
        build: { commands: images.map(buildImage) },
        post_build: {
          commands: [
            'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
            ...(push
              ? [...images.flatMap(pushImage), ...images.flatMap(nameImage), ...imageFiles(commitBuild)]
              : []),
          ],
        },
      },
      ...(push && { artifacts: imageArtifactFiles(commitBuild) }),
    },
    { lineWidth: 0 },
  );
}

/** Exports the version of a commit: `2026-06-30T08:15:00Z` and `3e5983d…` as `20260630-0815-3e5983d`. */
export const VERSION = [
  `export VERSION="$(echo "$COMMIT_DATE" | tr -d ':-' | tr T - | cut -c 1-13)`,
  `$(echo "$COMMIT_ID" | cut -c 1-7)"`,
].join('-');

const logIn = ([first]: readonly BuiltImage[]) =>
  `aws ecr get-login-password | docker login --username AWS --password-stdin "\${${repositoryUri(first as BuiltImage)}%%/*}"`;

/**
 * The tag of this build alone. As long as an image waits for an approval, it is what keeps the image from being untagged
 * and expired, whoever builds the commit again.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
const BUILD_TAG = 'export BUILD_TAG="$COMMIT_ID-$ENVIRONMENT-$CODEBUILD_BUILD_NUMBER"';

/** People find an image by its commit and by its version. */
const NAMES = ['COMMIT_ID', 'VERSION'] as const;

function buildImage(image: BuiltImage): string {
  const { context, dockerfile } = image;
  return [
    'docker build',
    ...(['BUILD_TAG', ...NAMES] as const).map((tag) => `--tag ${tagged(image, tag)}`),
    '--build-arg "VERSION=$VERSION"',
    '--label "org.opencontainers.image.version=$VERSION"',
    '--label "org.opencontainers.image.revision=$COMMIT_ID"',
    `--file ${posix.join(context, dockerfile)}`,
    context,
  ].join(' ');
}

/**
 * The digest is the one that docker prints of the manifest that it uploaded. `docker inspect` would name an index where
 * only one platform's manifest was pushed, and the digests of other repositories too.
 * https://docs.docker.com/reference/cli/docker/image/push/
 */
function pushImage(image: BuiltImage): string[] {
  const digest = digestVariable(image);
  return [
    `docker push ${tagged(image, 'BUILD_TAG')} > push.log 2>&1 || (cat push.log && false)`,
    `export ${digest}="$(sed -n "s/^$BUILD_TAG: digest: \\(sha256:[0-9a-f]\\{64\\}\\) size: [0-9]*$/\\1/p" push.log)"`,
    `test -n "$${digest}" || (cat push.log && echo 'docker push printed no digest' && false)`,
    `${imageUri(image)}="$${repositoryUri(image)}@$${digest}"`,
  ];
}

/**
 * Puts the names on the image. ECR refuses to move an immutable tag, even to the image that has it already.
 *
 * Where the repository is this environment's own, an immutable tag on another image fails the build: it would name what is
 * not deployed. Where environments share it, the tag belongs to the environment that built the commit first, and stays
 * there; this build's image has its own tag.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 * https://github.com/aws/containers-roadmap/issues/2179
 */
function nameImage(image: BuiltImage): string[] {
  return NAMES.map(
    (name) =>
      `docker push ${tagged(image, name)} > push.log 2>&1 || (cat push.log && grep -q immutable push.log && taken="$(${digestOf(image, name)})" && (test "$taken" = "$${digestVariable(image)}" || (${image.shared ? staysWithOther(image, name) : isTaken(image, name)})))`,
  );
}

/** What the registry has under a tag. */
const digestOf = ({ repository }: BuiltImage, name: string) =>
  `aws ecr describe-images --repository-name ${repository} --image-ids "imageTag=$${name}" --query 'imageDetails[0].imageDigest' --output text`;

const staysWithOther = (image: BuiltImage, name: string): string =>
  `echo "Tag $${name} of ${image.repository} stays with $taken, which another build pushed. This build's image is $${imageUri(image)}, with the tag $BUILD_TAG."`;

const isTaken = (image: BuiltImage, name: string): string =>
  `echo "Tag $${name} of ${image.repository} is immutable and names $taken, but this build made $${digestVariable(image)}. Where that image is not to be released, remove the tag and retry this stage: aws ecr batch-delete-image --repository-name ${image.repository} --image-ids imageTag=$${name}" && false`;

const tagged = (image: BuiltImage, tag: string) => `"$${repositoryUri(image)}:$${tag}"`;
