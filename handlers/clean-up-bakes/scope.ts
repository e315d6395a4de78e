import type { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { EC2Client, Tag } from '@aws-sdk/client-ec2';
import { BAKE_TAG, PIPELINE_TAG } from '../contract/names';

/** Clients that work with the pipeline's role. */
export interface BakeClients {
  readonly ec2: EC2Client;
  readonly codeBuild: CodeBuildClient;
}

/** One bake whose leftovers are removed. */
export interface BakeScope {
  readonly clients: BakeClients;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** `project:uuid` */
  readonly buildId: string;
}

/** The tags that all that a bake makes carries. */
export const tagsOf = ({ pipeline, buildId }: BakeScope): Tag[] => [
  { Key: PIPELINE_TAG, Value: pipeline },
  { Key: BAKE_TAG, Value: buildId },
];

/** Filters of EC2 for what carries both. */
export const taggedFilters = (scope: BakeScope) =>
  tagsOf(scope).map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value ?? ''] }));

/** Whether any pipeline's tag is on a resource. */
export const isOwned = ({ Tags }: { readonly Tags?: Tag[] }): boolean =>
  (Tags ?? []).some(({ Key }) => Key === PIPELINE_TAG);
