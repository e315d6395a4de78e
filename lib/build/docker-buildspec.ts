import { posix } from 'node:path';
import { stringify } from 'yaml';
import { BUILD, type CommitBuild, buildArtifacts, type ImageArtifact, imageArtifacts } from './commit-build';
import { variableName } from './config/variable-name';
import type { BuiltImage } from './config/model';

/**
 * The factory's own buildspec: builds each image with docker, pushes it under the commit and under a version that has
 * the time of the commit, and names what was pushed by digest in the files that the deploy actions read.
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
      env: { 'exported-variables': [...new Set(['VERSION', ...exports])] },
      phases: {
        pre_build: {
          commands: [...deployFiles.map(mustExist), VERSION, ...(push ? [logIn(images)] : [])],
        },
        build: { commands: images.map(buildImage) },
        post_build: {
          commands: [
            'test "$CODEBUILD_BUILD_SUCCEEDING" = 1',
            ...(push
              ? [...images.flatMap(pushImage), imageDefinitions(images), ...imageDetails(commitBuild)]
              : []),
          ],
        },
      },
      ...(push && { artifacts: artifacts(commitBuild) }),
    },
    { lineWidth: 0 },
  );
}

/** `2026-06-30T08:15:00Z` and `3e5983d…` as `20260630-0815-3e5983d`. */
const VERSION = [
  `export VERSION="$(echo "$COMMIT_DATE" | tr -d ':-' | tr T - | cut -c 1-13)`,
  `$(echo "$COMMIT_ID" | cut -c 1-7)"`,
].join('-');

const logIn = ([first]: readonly BuiltImage[]) =>
  `aws ecr get-login-password | docker login --username AWS --password-stdin "\${${repositoryUri(first as BuiltImage)}%%/*}"`;

const mustExist = (file: string) => `test -f ${file} || (echo 'The commit has no ${file}' && false)`;

function buildImage(image: BuiltImage): string {
  const { context, dockerfile } = image;
  return [
    'docker build',
    ...TAGS.map((tag) => `--tag ${tagged(image, tag)}`),
    '--build-arg "VERSION=$VERSION"',
    '--label "org.opencontainers.image.version=$VERSION"',
    '--label "org.opencontainers.image.revision=$COMMIT_ID"',
    `--file ${posix.join(context, dockerfile)}`,
    context,
  ].join(' ');
}

/** An image is found by its commit and by its version. */
const TAGS = ['COMMIT_ID', 'VERSION'] as const;

/**
 * Where tags are immutable and there is one already, from an earlier try of this commit, that image stays the commit's.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
function pushImage(image: BuiltImage): string[] {
  return [
    ...TAGS.map(
      (tag) =>
        `docker push ${tagged(image, tag)} 2> push.log || grep immutable push.log || (cat push.log && false)`,
    ),
    `${imageUri(image)}="$${repositoryUri(image)}@$(${digest(image)})"`,
  ];
}

/** What the registry has under the commit. */
const digest = ({ repository }: BuiltImage) =>
  `aws ecr describe-images --repository-name ${repository} --image-ids "imageTag=$COMMIT_ID" --query 'imageDetails[0].imageDigest' --output text`;

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html#pipelines-create-image-definitions */
function imageDefinitions(images: readonly BuiltImage[]): string {
  const definitions = images.map(({ container }) => ({ name: container, imageUri: '%s' }));
  const uris = images.map((image) => `"$${imageUri(image)}"`);
  return `printf '${JSON.stringify(definitions)}\\n' ${uris.join(' ')} > ${IMAGE_DEFINITIONS}`;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html#file-reference-ecs-bluegreen */
function imageDetails(commitBuild: CommitBuild): string[] {
  return detailed(commitBuild).map(({ image, artifact }) => {
    const file = artifact === BUILD.artifact ? IMAGE_DETAIL : `${artifact}/${IMAGE_DETAIL}`;
    const folder = artifact === BUILD.artifact ? '' : `mkdir -p ${artifact} && `;
    return `${folder}printf '{"ImageURI":"%s"}\\n' "$${imageUri(image)}" > ${file}`;
  });
}

/** The one image that each artifact has the details of. */
function detailed(commitBuild: CommitBuild): ImageArtifact[] {
  const artifacts = imageArtifacts(commitBuild);
  return artifacts.filter(
    (one, index) => artifacts.findIndex(({ artifact }) => artifact === one.artifact) === index,
  );
}

/**
 * CodeBuild takes the artifact of an action with one output from `files`, those of one with several only from
 * `secondary-artifacts`, by the names they have in the pipeline.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html
 */
function artifacts(commitBuild: CommitBuild): object {
  const primary = { files: [IMAGE_DEFINITIONS, IMAGE_DETAIL, ...commitBuild.deployFiles] };
  const [first, ...others] = buildArtifacts(commitBuild);
  if (!others.length) return primary;
  return {
    'secondary-artifacts': {
      [first as string]: primary,
      ...Object.fromEntries(
        others.map((artifact) => [artifact, { 'base-directory': artifact, files: [IMAGE_DETAIL] }]),
      ),
    },
  };
}

const IMAGE_DEFINITIONS = 'imagedefinitions.json';
const IMAGE_DETAIL = 'imageDetail.json';

const repositoryUri = ({ container }: BuiltImage) => `${variableName(container)}_REPOSITORY_URI`;
const imageUri = ({ container }: BuiltImage) => `${variableName(container)}_IMAGE_URI`;
const tagged = (image: BuiltImage, tag: string) => `"$${repositoryUri(image)}:$${tag}"`;
