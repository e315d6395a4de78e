import { stringify } from 'yaml';
import { type PipelineIdentity, pipelineName, releaseParameterName } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import type { CommitBuild } from './commit-build';
import { digestVariable } from './config/digest-variable';
import type { Build, BuiltImage } from './config/model';
import { VERSION } from './docker-buildspec';
import { imageArtifactFiles, imageFiles, imageUri, mustExist, repositoryUri } from './image-files';

/**
 * The buildspec of an environment that takes the images which another one released of the same commit: it runs nothing of
 * the commit, builds nothing and pushes nothing. The newest release of the commit in the other environment's record is the
 * one that is taken; the record keeps the last hundred. It fails where there is none, where an image is of another
 * repository, and where it is gone.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
export function promotionBuildspec(commitBuild: CommitBuild): string {
  const { identity, build, deployFiles } = commitBuild;
  const { images, promote = '' } = build;
  const from = { ...identity, environment: promote };
  return stringify(
    {
      version: 0.2,
      env: { 'exported-variables': ['VERSION', ...images.map(digestVariable)] },
      phases: {
        install: { 'runtime-versions': { nodejs: 22 } },
        build: {
          'on-failure': 'ABORT',
          commands: [
            ...deployFiles.map(mustExist),
            VERSION,
            readRecord(from),
            `node -e '${program(from, images)}' > promotion.sh`,
            '. ./promotion.sh',
            ...images.flatMap(takeImage),
            ...imageFiles(commitBuild),
          ],
        },
      },
      artifacts: imageArtifactFiles(commitBuild),
    },
    { lineWidth: 0 },
  );
}

/** What the build of such an environment may do beside what every build may. */
export function promotionGrants({ images }: Build, from: PipelineIdentity, arns: Arns): Grant[] {
  return [
    { actions: ['ssm:GetParameterHistory'], resources: [arns.parameter(releaseParameterName(from))] },
    {
      actions: ['ecr:DescribeImages'],
      resources: images.map(({ repository }) => arns.repository(repository)),
    },
  ];
}

function readRecord(from: PipelineIdentity): string {
  const parameter = releaseParameterName(from);
  return `aws ssm get-parameter-history --name ${parameter} --output json > record.json || (echo '${from.environment} must have released the commit first: its release record ${parameter} cannot be read' && false)`;
}

/** Prints assignments of the digests; single quotes are around it. */
function program(from: PipelineIdentity, images: readonly BuiltImage[]): string {
  const wanted = Object.fromEntries(
    images.map((image) => [digestVariable(image), [image.container, repositoryUri(image)]]),
  );
  return `
const { COMMIT_ID } = process.env;
const fail = (message) => { console.error(message); process.exit(1); };
const { Parameters } = JSON.parse(require("fs").readFileSync("record.json", "utf8"));
const newest = [...Parameters].sort((one, other) => other.Version - one.Version);
const releases = newest.map(({ Value }) => JSON.parse(Value).serving);
const release = releases.find(({ commit }) => commit && commit.id === COMMIT_ID);
if (!release) fail("${from.environment} must have released commit " + COMMIT_ID + " first: there is no such release in ${releaseParameterName(from)}");
for (const [variable, [container, repository]] of Object.entries(${JSON.stringify(wanted)})) {
  const image = String((release.images || {})[container]);
  const [name, digest = ""] = image.split("@");
  if (name !== process.env[repository] || !/^sha256:[0-9a-f]{64}$/.test(digest))
    fail("The image of container " + container + " in the release of ${pipelineName(from)} must be in " + process.env[repository] + ", by its digest, got: " + image);
  console.log("export " + variable + "=" + digest);
}
`;
}

function takeImage(image: BuiltImage): string[] {
  const digest = digestVariable(image);
  return [
    `aws ecr describe-images --repository-name ${image.repository} --image-ids "imageDigest=$${digest}" > image.json || (echo "Repository ${image.repository} must still have $${digest}" && false)`,
    `${imageUri(image)}="$${repositoryUri(image)}@$${digest}"`,
  ];
}
