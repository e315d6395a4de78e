import { BUILD, buildArtifacts, type CommitBuild, type ImageArtifact, imageArtifacts } from './commit-build';
import type { BuiltImage } from './config/model';
import { variableName } from './config/variable-name';

/** The variable of the project with the name of an image's repository, which has the registry in it. */
export const repositoryUri = ({ container }: BuiltImage): string =>
  `${variableName(container)}_REPOSITORY_URI`;

/** The shell variable with an image's reference by digest. */
export const imageUri = ({ container }: BuiltImage): string => `${variableName(container)}_IMAGE_URI`;

/** Fails where the commit lacks a file. */
export const mustExist = (file: string): string =>
  `test -f ${file} || (echo 'The commit has no ${file}' && false)`;

/** The commands that write the files which name images for the deploy actions. */
export const imageFiles = (commitBuild: CommitBuild): string[] => [
  imageDefinitions(commitBuild.build.images),
  ...imageDetails(commitBuild),
];

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
 * The `artifacts` of the buildspec. CodeBuild takes the artifact of an action with one output from `files`, those of one
 * with several only from `secondary-artifacts`, by the names they have in the pipeline.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html
 */
export function imageArtifactFiles(commitBuild: CommitBuild): object {
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
