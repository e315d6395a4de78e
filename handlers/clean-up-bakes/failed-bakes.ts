import { BatchGetBuildsCommand, type CodeBuildClient } from '@aws-sdk/client-codebuild';
import {
  CreateTagsCommand,
  type EC2Client,
  paginateDescribeImages,
  paginateDescribeTags,
} from '@aws-sdk/client-ec2';
import { BAKE_TAG, bakeName, type PipelineIdentity, pipelineName } from '../contract/names';
import { logger } from '../logger';
import { type BakeClients, isOwned, tagsOf } from './scope';

/** A build waits at most eight hours and runs at most 36: what is older belongs to one that has ended. */
const MAX_BUILD_MILLISECONDS = 45 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
const MAX_BUILDS = 100;

/** Ids of the pipeline's bakes that have ended without success and may have left something. */
export async function failedBakes(clients: BakeClients, identity: PipelineIdentity): Promise<string[]> {
  await adoptOldImages(clients, identity);
  const ids = await taggedBakes(clients.ec2, identity);
  const failed: string[] = [];
  for (let at = 0; at < ids.length; at += MAX_BUILDS)
    failed.push(...(await withoutSuccess(clients.codeBuild, ids.slice(at, at + MAX_BUILDS))));
  return failed;
}

/** An image that a bake named and never came to tag; nothing but its name and age tell whose it is. */
async function adoptOldImages(clients: BakeClients, identity: PipelineIdentity): Promise<void> {
  const pipeline = pipelineName(identity);
  const request = { Owners: ['self'], Filters: [{ Name: 'name', Values: [`${pipeline}-*`] }] };
  for await (const { Images = [] } of paginateDescribeImages({ client: clients.ec2 }, request))
    for (const image of Images) {
      const uuid = (image.Name ?? '').slice(pipeline.length + 1);
      const age = Date.now() - Date.parse(image.CreationDate ?? '');
      if (isOwned(image) || !UUID.test(uuid) || !(age > MAX_BUILD_MILLISECONDS)) continue;
      const Tags = tagsOf({ clients, pipeline, buildId: `${bakeName(identity)}:${uuid}` });
      await clients.ec2.send(new CreateTagsCommand({ Resources: [image.ImageId ?? ''], Tags }));
      logger.info(
        `${image.ImageId} is taken for what a bake left: it is named ${image.Name} and has no tags`,
      );
    }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every bake that something still carries the id of. */
async function taggedBakes(client: EC2Client, identity: PipelineIdentity): Promise<string[]> {
  const ids = new Set<string>();
  const Filters = [
    { Name: 'key', Values: [BAKE_TAG] },
    { Name: 'value', Values: [`${bakeName(identity)}:*`] },
  ];
  for await (const { Tags = [] } of paginateDescribeTags({ client }, { Filters }))
    for (const { Value } of Tags) if (Value) ids.add(Value);
  return [...ids].sort();
}

/** A build that CodeBuild does not know any more has ended long ago; its finished image stays all the same. */
async function withoutSuccess(client: CodeBuildClient, ids: string[]): Promise<string[]> {
  const { builds = [], buildsNotFound = [] } = await client.send(new BatchGetBuildsCommand({ ids }));
  const failed = builds.filter((build) => build.buildComplete && build.buildStatus !== 'SUCCEEDED');
  return [...failed.flatMap(({ id }) => id ?? []), ...buildsNotFound];
}
