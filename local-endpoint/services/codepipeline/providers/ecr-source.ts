import { DescribeImagesCommand, ECRClient, type ImageDetail } from '@aws-sdk/client-ecr';
import { strToU8, zipSync } from 'fflate';
import { ActionFailure, type ActionJob, type ActionOutcome, type ActionProvider } from './provider';

/**
 * Finds an image by tag, or by the digest that the execution was started with, and describes it in `imageDetail.json`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html
 */
export const ecrSource: ActionProvider = {
  type: { category: 'Source', owner: 'AWS', provider: 'ECR', version: '1' },
  inputArtifacts: { minimum: 0, maximum: 0 },
  outputArtifacts: { minimum: 1, maximum: 1 },
  configuration: { RepositoryName: 'required', ImageTag: 'optional' },
  timeoutInMinutes: 60,
  revisionTypes: ['IMAGE_DIGEST'],
  run: findImage,
};

async function findImage(job: ActionJob): Promise<ActionOutcome> {
  const ecr = new ECRClient(await job.identity());
  const repositoryName = job.configuration.RepositoryName ?? '';
  const imageTag = job.configuration.ImageTag ?? 'latest';
  const imageDigest = job.revisionOverride('IMAGE_DIGEST');
  const { imageDetails } = await ecr.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [imageDigest ? { imageDigest } : { imageTag }] }),
  );
  const image = imageDetails?.[0];
  if (!image?.imageDigest)
    throw new ActionFailure('ConfigurationError', `The image ${repositoryName}:${imageTag} has no digest.`);
  const variables = variablesOf(image, imageTag, job.region);
  const name = job.action.outputArtifacts[0]?.name ?? '';
  await job.artifacts.write(name, zipSync({ 'imageDetail.json': strToU8(imageDetail(image, variables)) }));
  job.run.externalExecutionId = image.imageDigest;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/ecr/repositories/private/${variables.RegistryId}/${repositoryName}/_/image/${image.imageDigest}/details?region=${job.region}`;
  return {
    summary: variables.ImageURI,
    outputVariables: variables,
    revision: {
      revisionId: image.imageDigest,
      revisionSummary: variables.ImageURI,
      revisionUrl: job.run.externalExecutionUrl,
      created: image.imagePushedAt,
    },
  };
}

function variablesOf(image: ImageDetail, imageTag: string, region: string) {
  const registry = `${image.registryId}.dkr.ecr.${region}.amazonaws.com`;
  return {
    RegistryId: image.registryId ?? '',
    RepositoryName: image.repositoryName ?? '',
    ImageTag: imageTag,
    ImageDigest: image.imageDigest ?? '',
    ImageURI: `${registry}/${image.repositoryName}@${image.imageDigest}`,
  };
}

/** The file as AWS writes it: https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html#file-reference-ecs-bluegreen */
function imageDetail(image: ImageDetail, variables: ReturnType<typeof variablesOf>): string {
  return JSON.stringify({
    ImageSizeInBytes: String(image.imageSizeInBytes ?? 0),
    ImageDigest: variables.ImageDigest,
    Version: '1.0',
    ImagePushedAt: javaDate(image.imagePushedAt ?? new Date(0)),
    RegistryId: variables.RegistryId,
    RepositoryName: variables.RepositoryName,
    ImageURI: variables.ImageURI,
    ImageTags: [variables.ImageTag],
  });
}

/** A date as Java prints it: `Mon Jan 21 20:04:00 UTC 2019`. */
function javaDate(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
